import type { Addresses } from './addresses';
import type { Cleanup } from './cleanup';
import type { DataFolder } from './data-folder';
import { prepareShop, shopDatabase, superviseDatabase, type DatabaseUrls } from './database';
import { ProcessRecord } from './processes/process-record';
import type { ProcessStatus, Supervised } from './processes/supervise';
import { superviseServices } from './services';
import { StartError } from './start-errors';
import type { Step } from './start-step';

export interface ProcessesOptions {
  /** The checkout with the built services. */
  readonly root: string;
  readonly databaseUrl: string | undefined;
  readonly addresses: Addresses;
  readonly urls: DatabaseUrls;
  readonly data: DataFolder;
  readonly onChange: (status: ProcessStatus) => void;
  readonly step: Step;
  readonly cleanup: Cleanup;
}

const SERVICE_START_MS = 20_000;

/** Starts PostgreSQL (unless an existing server is used), prepares the shop's database and starts the four services. */
export async function startProcesses(options: ProcessesOptions): Promise<readonly Supervised[]> {
  const { root, addresses, urls, data, onChange, step, cleanup } = options;
  const database = options.databaseUrl === undefined ? await startDatabase(options) : undefined;
  await step('Bringing schema and seed up to date', () => prepareShop(options.databaseUrl ?? database?.ownerUrl ?? ''));
  const record = new ProcessRecord(data.path);
  const services = superviseServices({ root, addresses, shopUrl: urls.shop, logs: data.logs, record, onChange });
  cleanup.add(() => closeAll(services));
  await step('Starting the services', () => Promise.all(services.map(startInTime)));
  return database === undefined ? services : [...services, database.process];
}

async function startDatabase(options: ProcessesOptions): Promise<{ process: Supervised; ownerUrl: string }> {
  const { addresses, data, onChange, step, cleanup } = options;
  const database = superviseDatabase({ dataFolder: data.path, port: addresses.port('postgres'), onChange });
  cleanup.add(() => database.process.close());
  const ownerUrl = await step('Starting PostgreSQL', async () => {
    await database.process.start();
    return shopDatabase(database.adminUrl());
  });
  return { process: database.process, ownerUrl };
}

async function startInTime(service: Supervised): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const message = `${service.name} did not become ready within ${SERVICE_START_MS / 1_000} s: see its log in the data folder.`;
    timer = setTimeout(() => fail(new StartError(message)), SERVICE_START_MS);
  });
  try {
    await Promise.race([service.start(), late]);
  } catch (error) {
    throw error instanceof StartError
      ? error
      : new StartError(`${service.name} did not start: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
}

async function closeAll(services: readonly Supervised[]): Promise<void> {
  await Promise.all(services.map((service) => service.close()));
}
