import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { createPaymentApp } from '../src/app';
import { PAYMENT } from '../src/service';

/** The payment service on a database of its own, made anew for each test of a file. */
export interface PaymentBench {
  readonly shop: ShopDatabase;
  readonly parts: ServiceParts<typeof PAYMENT>;
  readonly logger: MemoryLogger;
  readonly app: Express;
  /** What every authorisation draws: below 0.01 it is declined. */
  drawn: number;
  /** An order that waits for its payment. */
  readonly addOrder: () => Promise<number>;
  readonly pay: (orderId: number, key: string, more?: Record<string, unknown>) => Test;
  readonly refund: (id: number, body?: Record<string, unknown>, key?: string) => Test;
  readonly paymentEvents: () => Record<string, unknown>[];
  readonly series: (name: string) => Promise<string>;
}

let lastKey = 0;

/** Registers jest's hooks; the fields are there inside tests. */
export function usePayment(): PaymentBench {
  const bench: PaymentBench = {
    drawn: 0.5,
    addOrder: () => addOrder(bench),
    pay: (orderId, key, more = {}) =>
      request(bench.app)
        .post('/payments')
        .set('idempotency-key', key)
        .send({ orderId, amount: 1290, method: 'card', ...more }),
    refund: (id, body = {}, key) => {
      const test = request(bench.app).post(`/payments/${id}/refund`);
      return (key === undefined ? test : test.set('idempotency-key', key)).send(body);
    },
    paymentEvents: () => bench.logger.lines().filter(({ event }) => String(event).startsWith('payment_')),
    series: (name) => bench.parts.registry.getSingleMetricAsString(name),
  } as PaymentBench;
  beforeAll(async () => {
    Object.assign(bench, { shop: await createShopDatabase() });
  });
  afterAll(() => bench.shop.drop());
  beforeEach(() => {
    const logger = memoryLogger('payment');
    const parts = createServiceParts(PAYMENT, { logger, databaseUrl: bench.shop.url });
    Object.assign(bench, { drawn: 0.5, logger, parts, app: createPaymentApp(parts, () => bench.drawn) });
  });
  afterEach(() => bench.parts.database.close());
  return bench;
}

async function addOrder({ parts }: PaymentBench): Promise<number> {
  const [order] = await parts.database
    .knex('orders')
    .insert({
      product_id: 1,
      quantity: 1,
      total_amount: '12.90',
      payment_method: 'card',
      idempotency_key: `order-${(lastKey += 1)}`,
    })
    .returning('id');
  return order!.id;
}
