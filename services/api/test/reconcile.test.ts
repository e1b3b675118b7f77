import type { Order } from '../src/domain/order';
import { reconcile } from '../src/domain/reconcile';
import type { Behaviour } from './payment-double';
import { startApi, type TestApi } from './start-api';

const HOUR_MS = 3_600_000;

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

beforeEach(() => api.payment.behave(() => 'approve'));

/** An order whose request died after its first transaction, `ageSeconds` ago. */
async function abandoned(key: string, ageSeconds: number, productId = 1): Promise<Order> {
  const request = {
    idempotencyKey: key,
    productId,
    quantity: 2,
    paymentMethod: 'card',
    customerId: undefined,
  } as const;
  const reservation = await api.deps.orders.reserve(request);
  if (reservation.outcome !== 'reserved') throw new Error(reservation.outcome);
  await age(reservation.order.id, ageSeconds);
  return reservation.order;
}

async function age(id: number, seconds: number): Promise<void> {
  await api
    .knex('orders')
    .where({ id })
    .update({ updated_at: new Date(Date.now() - seconds * 1000) });
}

async function statusOf(id: number): Promise<string> {
  return (await api.knex('orders').where({ id }).first('order_status'))!.order_status;
}

async function stockOf(id: number): Promise<number> {
  return (await api.knex('products').where({ id }).first('stock_level'))!.stock_level;
}

test('an order whose payment was taken is finished', async () => {
  const order = await abandoned('paid', 60);
  await api.deps.payments.authorise(order);
  await reconcile(HOUR_MS, api.deps);
  expect(await statusOf(order.id)).toBe('paid');
  expect(await stockOf(1)).toBe(118);
});

test('an order without a payment is undone and its stock given back', async () => {
  const order = await abandoned('unpaid', 60, 2);
  await reconcile(HOUR_MS, api.deps);
  expect(await statusOf(order.id)).toBe('payment_failed');
  expect(await stockOf(2)).toBe(120);
});

test('an order whose request may still live is left alone', async () => {
  const order = await abandoned('fresh', 5);
  await reconcile(HOUR_MS, api.deps);
  expect(await statusOf(order.id)).toBe('pending');
});

test('several copies of api settle each order once', async () => {
  const orders: Order[] = [];
  for (let index = 0; index < 20; index += 1) orders.push(await abandoned(`many-${index}`, 60, 3));
  await Promise.all([1, 2, 3].map(() => reconcile(HOUR_MS, api.deps)));
  const ids = orders.map(({ id }) => id);
  const reconciled = api.logger
    .lines()
    .filter(({ event, orderId }) => event === 'order_reconciled' && ids.includes(Number(orderId)));
  expect(reconciled.map(({ orderId }) => orderId).sort()).toEqual([...ids].sort());
  expect(await stockOf(3)).toBe(120);
});

test('a payment that was taken after api gave up is given back', async () => {
  api.payment.behave(() => 'charge_and_hang');
  const { status, body } = await api.order('late', { productId: 4 });
  expect(status).toBe(402);
  expect(await api.knex('payment_mismatches').where({ order_id: body.order.id })).toHaveLength(1);
  await reconcile(HOUR_MS, api.deps);
  expect(await api.knex('payment_mismatches')).toEqual([]);
});

test('a payment that is approved while the order is undone is given back at once', async () => {
  api.payment.behave(async (orderId): Promise<Behaviour> => {
    if (orderId === 0) return 'approve';
    await age(orderId, 60);
    await reconcile(HOUR_MS, api.deps);
    return 'approve';
  });
  const { status, body } = await api.order('overtaken', { productId: 5 });
  expect({ status, order: body.order.status }).toEqual({ status: 402, order: 'payment_failed' });
  expect(await api.knex('payments').where({ order_id: body.order.id }).select('status')).toEqual([
    { status: 'refunded' },
  ]);
  expect(await stockOf(5)).toBe(120);
});

test('a refund that fails is logged and done by a later run', async () => {
  const { body: order } = await api.order('cancel', { productId: 6 });
  api.payment.behave(() => 'cut');
  expect((await api.http.post(`/orders/${order.id}/cancel`)).body.status).toBe('cancelled');
  expect(api.logger.lines()).toContainEqual(
    expect.objectContaining({
      event: 'refund_failed',
      level: 'error',
      orderId: order.id,
      reason: 'payment_unreachable',
    }),
  );
  expect(await api.knex('payment_mismatches').where({ order_id: order.id })).toHaveLength(1);
  api.payment.behave(() => 'approve');
  await reconcile(HOUR_MS, api.deps);
  expect(await api.knex('payment_mismatches').where({ order_id: order.id })).toEqual([]);
});

test('a repeated request finishes the order that a crash left pending', async () => {
  const order = await abandoned('again', 1, 7);
  const { status, body } = await api.order('again', { productId: 7, quantity: 2 });
  expect({ status, id: body.id, order: body.status }).toEqual({ status: 201, id: order.id, order: 'paid' });
  expect(await stockOf(7)).toBe(118);
});
