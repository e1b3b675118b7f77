import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { faultsClient } from '@firedrill/faults';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { createPaymentApp } from '../src/app';
import { PAYMENT } from '../src/service';

let shop: ShopDatabase;
let parts: ServiceParts<typeof PAYMENT>;
let logger: MemoryLogger;
let app: Express;
/** What every authorisation draws: below 0.01 it is declined. */
let drawn: number;

beforeAll(async () => {
  shop = await createShopDatabase();
});
afterAll(() => shop.drop());

beforeEach(() => {
  drawn = 0.5;
  logger = memoryLogger('payment');
  parts = createServiceParts(PAYMENT, { logger, databaseUrl: shop.url });
  app = createPaymentApp(parts, () => drawn);
});
afterEach(() => parts.database.close());

let lastKey = 0;

/** An order that waits for its payment. */
async function addOrder(): Promise<number> {
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

const pay = (orderId: number, key: string, more: Record<string, unknown> = {}) =>
  request(app)
    .post('/payments')
    .set('idempotency-key', key)
    .send({ orderId, amount: 1290, method: 'card', ...more });
const refund = (id: number, body: Record<string, unknown> = {}) =>
  request(app).post(`/payments/${id}/refund`).send(body);
const paymentEvents = () => logger.lines().filter(({ event }) => String(event).startsWith('payment_'));
const series = async (name: string): Promise<string> => parts.registry.getSingleMetricAsString(name);

describe('POST /payments', () => {
  test('approves, and metrics and log say so', async () => {
    const orderId = await addOrder();
    const { status, body } = await pay(orderId, `k${orderId}`);
    expect(status).toBe(201);
    expect(body.payment).toEqual({
      id: expect.any(Number),
      orderId,
      amount: 1290,
      refundedAmount: 0,
      method: 'card',
      status: 'approved',
      createdAt: expect.any(String),
    });
    expect(await series('payments_total')).toContain('payments_total{status="approved",method="card"} 1\n');
    expect(await series('payments_total')).toContain('payments_total{status="declined",method="paypal"} 0\n');
    expect(await series('payment_amount_total')).toContain('payment_amount_total 12.9');
    expect(paymentEvents()).toMatchObject([
      { event: 'payment_approved', orderId, transactionId: body.payment.id, method: 'card', amount: 1290 },
    ]);
  });

  test('declines when the gateway does, with its reason', async () => {
    drawn = 0.005;
    const orderId = await addOrder();
    const { status, body } = await pay(orderId, `k${orderId}`);
    expect([status, body.payment]).toMatchObject([201, { status: 'declined', reason: 'card_expired' }]);
    expect(await series('payments_total')).toContain('payments_total{status="declined",method="card"} 1');
    expect(paymentEvents()).toMatchObject([{ event: 'payment_declined', level: 'warn', reason: 'card_expired' }]);
  });

  test('a repeated request gets the first answer and charges nothing', async () => {
    const orderId = await addOrder();
    const first = await pay(orderId, `k${orderId}`);
    drawn = 0;
    const second = await pay(orderId, `k${orderId}`);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(paymentEvents()).toHaveLength(1);
  });

  test('ten requests with one key at once make one payment', async () => {
    const orderId = await addOrder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(orderId, `k${orderId}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.payment.id as number)).size).toBe(1);
  });

  test('an order is paid once, whatever the key', async () => {
    const orderId = await addOrder();
    await pay(orderId, `k${orderId}`);
    const { status, body } = await pay(orderId, `other${orderId}`);
    expect([status, body.error.code]).toEqual([409, 'order_already_paid']);
  });

  test('a declined order can be paid with another key', async () => {
    const orderId = await addOrder();
    drawn = 0;
    await pay(orderId, `k${orderId}`);
    drawn = 0.5;
    expect((await pay(orderId, `other${orderId}`)).body.payment.status).toBe('approved');
  });

  test('a key that was used for another payment is refused', async () => {
    const orderId = await addOrder();
    await pay(orderId, `k${orderId}`);
    const { status, body } = await pay(orderId, `k${orderId}`, { amount: 1 });
    expect([status, body.error.code]).toEqual([422, 'idempotency_conflict']);
    expect(await series('business_rule_violations_total')).toContain('{rule="idempotency_conflict"} 1');
  });

  test('an order that does not exist is refused', async () => {
    const { status, body } = await pay(999_999, 'nobody');
    expect([status, body.error]).toMatchObject([422, { code: 'order_not_found', field: 'orderId' }]);
  });

  test.each([
    {
      name: 'no key',
      ask: () => request(app).post('/payments').send({ orderId: 1, amount: 1, method: 'card' }),
      field: 'headers.idempotency-key',
    },
    { name: 'an amount in fractions of a cent', ask: () => pay(1, 'k', { amount: 1.5 }), field: 'body.amount' },
    { name: 'an amount of nothing', ask: () => pay(1, 'k', { amount: 0 }), field: 'body.amount' },
    { name: 'an unknown method', ask: () => pay(1, 'k', { method: 'cash' }), field: 'body.method' },
    { name: 'a field that is not taken', ask: () => pay(1, 'k', { card: '4111' }), field: 'body' },
  ])('$name is a 400 that names $field', async ({ ask, field }) => {
    const { status, body } = await ask();
    expect([status, body.error.field]).toEqual([400, field]);
  });
});

describe('GET /payments', () => {
  test('gives one by id and those of an order', async () => {
    const orderId = await addOrder();
    const { payment } = (await pay(orderId, `k${orderId}`)).body;
    expect((await request(app).get(`/payments/${payment.id}`)).body).toEqual({ payment });
    expect((await request(app).get('/payments').query({ order: orderId })).body).toEqual({ payments: [payment] });
    expect((await request(app).get('/payments').query({ order: 999_999 })).body).toEqual({ payments: [] });
  });

  test.each([
    ['/payments/999999', 404],
    ['/payments/0', 400],
    ['/payments/99999999999999', 400],
    ['/payments/1e3', 400],
    ['/payments', 400],
    ['/payments?order=x', 400],
    ['/payments?order=1&order=2', 400],
  ])('%s is a %d', async (path, status) => {
    expect((await request(app).get(path)).status).toBe(status);
  });
});

describe('POST /payments/:id/refund', () => {
  const paid = async (): Promise<number> => {
    const orderId = await addOrder();
    return (await pay(orderId, `k${orderId}`)).body.payment.id as number;
  };

  test('gives everything back, once', async () => {
    const id = await paid();
    const { status, body } = await refund(id);
    expect([status, body.payment]).toMatchObject([200, { status: 'refunded', refundedAmount: 1290 }]);
    expect((await refund(id)).body).toEqual(body);
    expect(await series('payments_total')).toContain('payments_total{status="refunded",method="card"} 1');
    expect(paymentEvents().at(-1)).toMatchObject({
      event: 'payment_refunded',
      transactionId: id,
      amount: 1290,
      method: 'card',
    });
    expect(paymentEvents()).toHaveLength(2);
  });

  test('gives parts back, and never more than was paid', async () => {
    const id = await paid();
    expect((await refund(id, { amount: 1000 })).body.payment).toMatchObject({
      status: 'approved',
      refundedAmount: 1000,
    });
    const { status, body } = await refund(id, { amount: 291 });
    expect([status, body.error]).toMatchObject([422, { code: 'refund_exceeds_payment', field: 'amount' }]);
    expect((await refund(id, { amount: 290 })).body.payment.status).toBe('refunded');
  });

  test('refunds at once do not give more than was paid', async () => {
    const id = await paid();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refund(id, { amount: 500 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422, 422, 422, 422]);
  });

  test('a declined payment has nothing to give back', async () => {
    drawn = 0;
    expect((await refund(await paid())).body.error.code).toBe('payment_not_refundable');
  });

  test.each([
    { name: 'an unknown payment', id: 999_999, amount: 1, status: 404 },
    { name: 'an amount of nothing', id: 1, amount: 0, status: 400 },
  ])('$name is a $status', async ({ id, amount, status }) => {
    expect((await refund(id, { amount })).status).toBe(status);
  });
});

describe('the fault payment_decline', () => {
  test('declines its share by its reason until it is cleared, over HTTP', async () => {
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const client = faultsClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const outcome = async (method: string): Promise<unknown> => {
      const orderId = await addOrder();
      const { payment } = (await pay(orderId, `k${orderId}`, { method })).body as {
        payment: { status: string; reason?: string };
      };
      return payment.reason ?? payment.status;
    };
    await client.inject({ kind: 'payment_decline', values: { share: 0.8, method: 'card' } });
    expect([await outcome('card'), await outcome('paypal')]).toEqual(['gateway_timeout', 'approved']);
    drawn = 0.85;
    expect(await outcome('card')).toBe('approved');
    await client.clear();
    drawn = 0.5;
    expect(await outcome('card')).toBe('approved');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('faults of the database', () => {
  test('slow queries make requests slow, the metric shows it, and clearing ends it', async () => {
    parts.faults.inject({ kind: 'db_slow', values: { ms: 150 } });
    await request(app).get('/payments/1');
    parts.faults.clearAll();
    expect(await series('db_query_duration_seconds')).toContain(
      'db_query_duration_seconds_bucket{le="0.1",operation="select",table="payments"} 0',
    );
  });

  test('leaked connections leave none for requests until they are given back', async () => {
    parts.faults.inject({ kind: 'db_pool_leak', severity: 'severe' });
    const waiting = request(app)
      .get('/payments/999999')
      .then(({ status }) => status);
    const pool = (): Promise<string> => series('db_pool_connections');
    const end = performance.now() + 4_000;
    while (!(await pool()).includes('{state="waiting"} 1') && performance.now() < end) await new Promise(setImmediate);
    expect(await pool()).toContain('{state="used"} 5');
    parts.faults.clearAll();
    expect(await waiting).toBe(404);
  });
});

test('without its database the service is not ready and answers 503, not 500', async () => {
  const cut = createServiceParts(PAYMENT, { logger, databaseUrl: 'postgres://shop@127.0.0.1:1/shop' });
  const cutApp = createPaymentApp(cut);
  const ready = await request(cutApp).get('/readyz');
  expect([ready.status, ready.body.failing]).toEqual([503, ['database']]);
  const { status, body } = await request(cutApp).get('/payments/1');
  expect([status, body.error.code]).toEqual([503, 'database_unavailable']);
  expect(logger.lines()).toContainEqual(expect.objectContaining({ event: 'db_error', code: 'ECONNREFUSED' }));
  await cut.database.close();
});
