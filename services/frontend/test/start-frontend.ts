import { createHttpClient, createServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { createFrontendApp } from '../src/app';
import { FRONTEND } from '../src/service';
import { startApiDouble, type ApiDouble } from './api-double';

/** frontend with a double of api, at a time that the test sets. */
export interface TestFrontend {
  readonly url: string;
  readonly api: ApiDouble;
  readonly logger: MemoryLogger;
  /** A shopper with cookies. */
  shopper(): ReturnType<typeof request.agent>;
  passMinutes(minutes: number): void;
  metric(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startFrontend(): Promise<TestFrontend> {
  const api = await startApiDouble();
  const client = createHttpClient({ name: 'api', baseUrl: api.url, timeoutMs: 1_000 });
  const logger = memoryLogger('frontend');
  let now = Date.UTC(2026, 10, 22);
  const parts = createServiceParts(FRONTEND, { logger, now: () => now });
  const server = createServer(createFrontendApp(parts, client));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    api,
    logger,
    shopper: () => request.agent(url),
    passMinutes: (minutes) => {
      now += minutes * 60_000;
    },
    metric: async (name) => (await parts.registry.metrics()).split('\n').filter((line) => line.startsWith(name)),
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      client.close();
      await api.close();
    },
  };
}
