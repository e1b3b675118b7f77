import { createShopDatabase } from '@firedrill/db/test-database';
import { createHttpClient, createServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { knex as createKnex, type Knex } from 'knex';
import { createApiApp, orderDeps, type ApiParts } from '../src/app';
import type { OrderDeps } from '../src/domain/order-deps';
import { API } from '../src/service';
import { startPaymentDouble, type PaymentDouble } from './payment-double';

/** api on a database of its own, with a payment double that answers within 300 ms or not at all. */
export interface TestApi {
  readonly http: ReturnType<typeof request>;
  readonly parts: ApiParts;
  readonly logger: MemoryLogger;
  /** The database, beside the service. */
  readonly knex: Knex;
  readonly payment: PaymentDouble;
  readonly deps: OrderDeps;
  /** Places an order of product 1 unless `body` says otherwise. */
  order(key: string, body?: object): request.Test;
  metric(name: string): Promise<string[]>;
  close(): Promise<void>;
}

const PAYMENT_TIMEOUT_MS = 300;

export async function startApi(): Promise<TestApi> {
  const database = await createShopDatabase();
  const knex = createKnex({ client: 'pg', connection: database.ownerUrl, pool: { min: 0, max: 4 } });
  const payment = await startPaymentDouble(knex);
  const client = createHttpClient({ name: 'payment', baseUrl: payment.url, timeoutMs: PAYMENT_TIMEOUT_MS });
  const logger = memoryLogger('api');
  const parts = createServiceParts(API, { logger, databaseUrl: database.url });
  const server = createServer(createApiApp(parts, client));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    http,
    parts,
    logger,
    knex,
    payment,
    deps: orderDeps(parts, client, {
      requestId: 'test',
      traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
      log: parts.log,
    }),
    order: (key, body = {}) =>
      http
        .post('/orders')
        .set('idempotency-key', key)
        .send({ productId: 1, quantity: 1, ...body }),
    metric: async (name) => (await parts.registry.metrics()).split('\n').filter((line) => line.startsWith(name)),
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      client.close();
      await payment.close();
      await parts.database.close();
      await knex.destroy();
      await database.drop();
    },
  };
}
