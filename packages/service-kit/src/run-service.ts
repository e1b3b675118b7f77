import { DatabaseUnavailableError } from '@firedrill/database';
import { collectProcessMetrics, createLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { types } from 'node:util';
import { ConfigError, type ServiceConfig } from './service-config';
import type { ServiceDefinition } from './service-definition';
import { createServiceParts, type KitParts, type ServiceParts, type ServicePartsOptions } from './service-parts';

/** What a service adds to its definition to run. */
export interface ServiceStart<Definition extends ServiceDefinition, Config extends ServiceConfig> {
  /** Throws ConfigError. */
  readonly readConfig: () => Config;
  /** Brings the schema up to date; called when DATABASE_OWNER_URL is set. */
  readonly migrate?: (ownerUrl: string) => Promise<unknown>;
  readonly start: (parts: ServiceParts<Definition>, config: Config) => StartedApp;
}

/** The application and what ends with it: background work, clients. */
export interface StartedApp {
  readonly app: Express;
  readonly stop?: () => Promise<void> | void;
}

/** The part of `process` that a service lives in. */
export type Host = Pick<NodeJS.Process, 'on' | 'exit' | 'stderr'>;

const DRAIN_LIMIT_MS = 10_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of the process that started it. Exit codes: 0 stopped when asked,
 * 1 failed, 2 settings that cannot be used.
 */
export async function runService<const Definition extends ServiceDefinition, Config extends ServiceConfig>(
  definition: Definition,
  service: ServiceStart<Definition, Config>,
  host: Host,
): Promise<void> {
  try {
    const config = service.readConfig();
    const running = await startService(definition, service, config, (code) => host.exit(code));
    let ending = false;
    const end = (reason: string, code: number): void => {
      if (ending) return;
      ending = true;
      void running.close(reason).finally(() => host.exit(code));
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) host.on(signal, () => end(signal, 0));
    host.on('disconnect', () => end('the supervisor is gone', 0));
    host.on('uncaughtException', (error) => {
      running.reportUncaught(error);
      end('uncaught exception', 1);
    });
  } catch (error) {
    host.stderr.write(`${describeStartFailure(definition, error)}\n`);
    host.exit(error instanceof ConfigError ? 2 : 1);
  }
}

/** A service that listens. */
export interface RunningService {
  readonly url: string;
  /** Stops accepting, finishes what runs, stops background work, closes database and log. */
  close(reason: string): Promise<void>;
  reportUncaught(error: Error): void;
}

/** Starts a service; resolves when it listens. */
export async function startService<const Definition extends ServiceDefinition, Config extends ServiceConfig>(
  definition: Definition,
  { migrate, start }: Omit<ServiceStart<Definition, Config>, 'readConfig'>,
  config: Config,
  exit: (code: number) => void,
): Promise<RunningService> {
  const { host, port, instance, logFolder, logLevel, databaseUrl, databaseOwnerUrl } = config;
  if (databaseOwnerUrl !== undefined) await migrate?.(databaseOwnerUrl);
  const logger = await createLogger({ service: definition.name, instance, folder: logFolder, level: logLevel });
  const parts = createServiceParts(definition, { logger, databaseUrl, exit, ...faultsOf(config) });
  const { log, kitMetrics, faults }: KitParts = parts;
  collectProcessMetrics(parts.registry);
  const { app, stop } = start(parts, config);
  const server = await listen(createServer(app), host, port);
  const address = server.address() as AddressInfo;
  log.event('service_started', { host, port: address.port });
  return {
    url: `http://${host}:${address.port}`,
    close: async (reason) => {
      await drain(server, parts.openStreams);
      faults.clearAll();
      await stop?.();
      await (parts.database as { close(): Promise<void> } | undefined)?.close();
      log.event('service_stopped', { reason });
      await logger.close();
    },
    reportUncaught: ({ name, message, stack }) => {
      kitMetrics.exceptions_total.inc({ type: name });
      log.event('uncaught_exception', { type: name, reason: message, stack });
    },
  };
}

function faultsOf({ faultsToken, faultsMaxTtlSeconds }: ServiceConfig): Partial<ServicePartsOptions> {
  return { faultsToken, faultsMaxTtlSeconds };
}

function listen(server: Server, host: string, port: number): Promise<Server> {
  // Longer than the clients keep a connection, so that none is closed under a request.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function drain(server: Server, openStreams: ReadonlySet<() => void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const letGo = (): void => {
    for (const end of openStreams) end();
    server.closeIdleConnections();
  };
  letGo();
  // A connection whose request has just been answered is idle now and would wait for its client.
  const sweep = setInterval(letGo, 50);
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}

function describeStartFailure({ name }: ServiceDefinition, error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof DatabaseUnavailableError) return `${name}: ${error.message}`;
  if (!types.isNativeError(error)) return `${name}: ${String(error)}`;
  if ('code' in error && error.code === 'EADDRINUSE') return `${name}: the port is taken (${error.message})`;
  return `${name}: ${error.stack ?? error.message}`;
}
