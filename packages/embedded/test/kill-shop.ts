import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { prepareShop, shopDatabase, superviseDatabase } from '../src/database';
import { launchNode } from '../src/processes/launch-node';
import { ProcessRecord } from '../src/processes/process-record';
import { supervise, type Supervised } from '../src/processes/supervise';
import { freePort } from './free-port';

const checkout = join(__dirname, '../../..');
const BUILT = [
  'db',
  'services/api',
  'services/payment',
  ...['config-file', 'database', 'faults', 'service-kit', 'telemetry'].map((name) => `packages/${name}`),
];

export type ProcessName = 'postgres' | 'payment' | 'api' | 'api-2';

/** PostgreSQL, payment and two copies of api as real processes that are started again when they die. */
export interface KillShop {
  readonly processes: Readonly<Record<ProcessName, Supervised>>;
  readonly urls: Readonly<Record<'api' | 'api-2', string>>;
  /** Rows of a query by the owner, tried again while the server restarts. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** SIGKILL, as the kernel or an operator would. */
  kill(name: ProcessName): void;
  untilRunning(): Promise<void>;
  stop(): Promise<void>;
}

export async function startKillShop(folder: string): Promise<KillShop> {
  execFileSync(process.execPath, [join(checkout, 'tools/build.cjs'), ...BUILT.map((name) => join(checkout, name))]);
  const port = await freePort();
  const database = superviseDatabase({ dataFolder: join(folder, 'data'), port, onChange: () => undefined });
  await database.process.start();
  const ownerUrl = await shopDatabase(database.adminUrl());
  await prepareShop(ownerUrl);
  const pool = new Pool({ connectionString: ownerUrl, max: 1 });
  pool.on('error', () => undefined);
  const services = await startServices(folder, `postgresql://shop:shop@127.0.0.1:${port}/shop`);
  const processes = { postgres: database.process, ...services.processes };
  return {
    processes,
    urls: services.urls,
    query: (sql, values) => query(pool, sql, values),
    kill: (name) => {
      const { pid } = processes[name].status();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    untilRunning: async () => {
      const settled = (each: Supervised): boolean => ['running', 'held'].includes(each.status().state);
      while (!Object.values(processes).every(settled)) await turn();
    },
    stop: async () => {
      await Promise.all(Object.values(services.processes).map((each) => each.close()));
      await pool.end();
      await database.process.close();
    },
  };
}

async function startServices(
  folder: string,
  databaseUrl: string,
): Promise<{ processes: Record<'payment' | 'api' | 'api-2', Supervised>; urls: Record<'api' | 'api-2', string> }> {
  mkdirSync(join(folder, 'record'), { recursive: true });
  const record = new ProcessRecord(join(folder, 'record'));
  const start = async (
    instance: string,
    name: string,
    extra: object,
  ): Promise<{ process: Supervised; url: string }> => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const environment = {
      PORT: new URL(url).port,
      SERVICE_INSTANCE: instance,
      LOG_FOLDER: join(folder, 'logs'),
      DATABASE_URL: databaseUrl,
      ...extra,
    };
    const script = join(checkout, 'services', name, 'dist/server.js');
    const program = { name: instance, script, environment, readyUrl: `${url}/readyz`, record };
    const process = supervise({
      name: instance,
      launch: (signal) => launchNode(program, signal),
      firstPauseMs: 20,
    });
    await process.start();
    return { process, url };
  };
  const payment = await start('payment', 'payment', {});
  const [api, second] = await Promise.all(
    ['api', 'api-2'].map((instance) => start(instance, 'api', { PAYMENT_URL: payment.url })),
  );
  return {
    processes: { payment: payment.process, api: api!.process, 'api-2': second!.process },
    urls: { api: api!.url, 'api-2': second!.url },
  };
}

const RECOVERY_MS = 30_000;

async function query(pool: Pool, sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const giveUpAt = Date.now() + RECOVERY_MS;
  for (;;) {
    try {
      return (await pool.query<Record<string, unknown>>(sql, [...values])).rows;
    } catch (error) {
      const refused = 'severity' in (error as object) && !/^(57|08|53)/.test(String((error as { code?: string }).code));
      if (refused || Date.now() > giveUpAt) throw error;
      await turn();
    }
  }
}

function turn(): Promise<void> {
  return new Promise((next) => setTimeout(next, 20));
}
