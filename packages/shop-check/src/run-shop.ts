import type { OpenApiDocument, ServiceContract } from '@firedrill/service-kit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const SERVICES = ['api', 'frontend', 'payment', 'inventory'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ShopOptions {
  /** The checkout that holds the built services. */
  readonly root: string;
  /** A migrated database, as role `shop`. */
  readonly databaseUrl: string;
  readonly logFolder: string;
}

/** The four services as processes of their own, on free ports. */
export interface RunningShop {
  url(service: ServiceName): string;
  contract(service: ServiceName): ServiceContract;
  description(service: ServiceName): Promise<OpenApiDocument>;
  /** What the service has logged so far. */
  log(service: ServiceName): readonly Readonly<Record<string, unknown>>[];
  /** The services whose process has ended. */
  ended(): readonly string[];
  stop(): Promise<void>;
}

const READY_MS = 40_000;

/** Starts the services with their log at level debug; rejects when one is not ready in time. */
export async function runShop(options: ShopOptions): Promise<RunningShop> {
  const ports = Object.fromEntries(await Promise.all(SERVICES.map(async (name) => [name, await freePort()] as const)));
  const url = (service: ServiceName): string => `http://127.0.0.1:${ports[service] ?? 0}`;
  const environment = {
    NODE_ENV: 'production',
    DATABASE_URL: options.databaseUrl,
    LOG_FOLDER: options.logFolder,
    LOG_LEVEL: 'debug',
    API_URL: url('api'),
    PAYMENT_URL: url('payment'),
    INVENTORY_URL: url('inventory'),
  };
  const children = SERVICES.map((name) =>
    startProcess(serviceFile(options, name, 'server.js'), { ...environment, PORT: String(ports[name]) }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(stopProcess));
  };
  try {
    await Promise.all(
      SERVICES.map((name, index) => untilReady(name, url(name), () => children[index]?.exitCode ?? null)),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    contract: (name) =>
      JSON.parse(readFileSync(serviceFile(options, name, 'contract.json'), 'utf8')) as ServiceContract,
    description: async (name) => (await (await fetch(`${url(name)}/openapi.json`)).json()) as OpenApiDocument,
    log: (name) => readLog(join(options.logFolder, name)),
    ended: () => SERVICES.filter((_, index) => children[index]?.exitCode !== null),
    stop,
  };
}

function serviceFile({ root }: ShopOptions, name: ServiceName, file: string): string {
  return join(root, 'services', name, 'dist', file);
}

/** The channel closes with this process, and a service ends with its channel. */
function startProcess(script: string, environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', script], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function untilReady(name: string, url: string, exitCode: () => number | null): Promise<void> {
  const end = performance.now() + READY_MS;
  for (;;) {
    const ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (exitCode() !== null) throw new Error(`${name} ended with code ${exitCode() ?? 0} before it was ready`);
    if (performance.now() > end) throw new Error(`${name} is not ready after ${READY_MS} ms`);
    await wait(50);
  }
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function readLog(folder: string): Record<string, unknown>[] {
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
