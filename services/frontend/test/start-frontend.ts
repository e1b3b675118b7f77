import type { FaultRequest } from '@firedrill/faults';
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
  shopper(): TestShopper;
  passMinutes(minutes: number): void;
  inject(fault: FaultRequest): void;
  metric(name: string): Promise<string[]>;
  close(): Promise<void>;
}

/** A shopper with cookies, who sends forms as the shop's pages have them. */
export class TestShopper {
  readonly #agent: ReturnType<typeof request.agent>;

  constructor(url: string) {
    this.#agent = request.agent(url);
  }

  get(path: string): request.Test {
    return this.#agent.get(path);
  }

  /** Sends a form with the token of a page that was loaded just before. */
  async post(path: string, fields: object = {}): Promise<request.Response> {
    return this.postWithout(path, { csrf: await this.token(), ...fields });
  }

  /** Sends a form with the given fields only. */
  postWithout(path: string, fields: object): request.Test {
    return this.#agent.post(path).type('form').send(fields);
  }

  async token(): Promise<string> {
    const { text } = await this.#agent.get('/register');
    return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  }
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
    shopper: () => new TestShopper(url),
    passMinutes: (minutes) => {
      now += minutes * 60_000;
    },
    inject: (fault) => void parts.faults.inject(fault),
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
