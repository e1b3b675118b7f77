import { FLEET } from '@firedrill/db';
import { fulfilOrders, type FulfilmentDeps } from '../src/domain/fulfil-orders';
import { fulfilmentStore } from '../src/store/fulfilment-store';
import { startApi, type TestApi } from './start-api';

let api: TestApi;
let deps: FulfilmentDeps;
let stalled = false;

beforeAll(async () => {
  api = await startApi();
  deps = {
    fulfilment: fulfilmentStore(api.parts.database),
    log: api.parts.log,
    metrics: api.parts.metrics,
    deliveryStalled: () => stalled,
  };
});

afterAll(() => api.close());

beforeEach(() => {
  stalled = false;
});

async function placeOrders(key: string, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { body } = await api.order(`${key}-${index}`, { productId: 1 + (index % 12) });
    ids.push(body.id);
  }
  return ids;
}

async function age(ids: readonly number[], seconds: number): Promise<void> {
  await api
    .knex('orders')
    .whereIn('id', ids)
    .update({ updated_at: new Date(Date.now() - seconds * 1000) });
}

async function statusesOf(ids: readonly number[]): Promise<string[]> {
  const rows = await api.knex('orders').whereIn('id', ids).distinct('order_status').orderBy('order_status');
  return rows.map(({ order_status }) => order_status);
}

test('a paid order is dispatched, on its way and delivered, each in its time', async () => {
  const [id = 0] = await placeOrders('life', 1);
  const seen: string[] = [];
  for (const seconds of [4, 10, 1, 6, 5, 16]) {
    await age([id], seconds);
    await fulfilOrders(deps);
    seen.push(...(await statusesOf([id])));
  }
  expect(seen).toEqual(['paid', 'dispatched', 'dispatched', 'in_transit', 'in_transit', 'delivered']);
  const { body } = await api.http.get(`/orders/${id}`);
  const { supplier, driver } = FLEET[id % FLEET.length]!;
  expect(body).toMatchObject({
    status: 'delivered',
    supplier,
    driver,
    dispatchedAt: expect.any(String),
    deliveredAt: expect.any(String),
  });
  expect(await api.metric(`deliveries_total{supplier="${supplier}",driver="${driver}"}`)).toEqual([
    expect.stringMatching(/ 1$/),
  ]);
  expect(await api.metric(`delivery_duration_seconds_count{supplier="${supplier}"}`)).toEqual([
    expect.stringMatching(/ 1$/),
  ]);
  const events = api.logger.lines().filter(({ orderId }) => orderId === id);
  expect(events.map(({ event }) => event)).toEqual([
    'stock_reserved',
    'order_created',
    'order_paid',
    'order_dispatched',
    'order_in_transit',
    'order_delivered',
  ]);
});

test('several copies of api move each order once', async () => {
  const ids = await placeOrders('copies', 60);
  for (let step = 0; step < 4; step += 1) {
    await age(ids, 60);
    await Promise.all([1, 2, 3].map(() => fulfilOrders(deps)));
  }
  expect(await statusesOf(ids)).toEqual(['delivered']);
  const delivered = api.logger
    .lines()
    .filter(({ event, orderId }) => event === 'order_delivered' && ids.includes(Number(orderId)))
    .map(({ orderId }) => orderId);
  expect(delivered.sort()).toEqual([...ids].sort());
  const { rows } = await api.knex.raw<{ rows: unknown[] }>(
    'SELECT sum(deliveries)::int AS total, (SELECT count(*)::int FROM orders WHERE order_status = ?) AS orders FROM delivery_totals',
    ['delivered'],
  );
  expect(rows).toEqual([{ total: 61, orders: 61 }]);
});

test('an order that is cancelled in time is not dispatched, one that was dispatched is not cancelled', async () => {
  const [early = 0, late = 0] = await placeOrders('cancel', 2);
  await api.http.post(`/orders/${early}/cancel`);
  await age([early, late], 60);
  await fulfilOrders(deps);
  expect(await statusesOf([early])).toEqual(['cancelled']);
  const { status, body } = await api.http.post(`/orders/${late}/cancel`);
  expect({ status, message: body.error.message }).toEqual({
    status: 409,
    message: expect.stringMatching(/^the order is/),
  });
});

test('while deliveries stall orders stay on their way, and arrive when the fault ends', async () => {
  const ids = await placeOrders('stall', 3);
  stalled = true;
  for (let run = 0; run < 4; run += 1) {
    await age(ids, 60);
    await fulfilOrders(deps);
  }
  expect(await statusesOf(ids)).toEqual(['in_transit']);
  stalled = false;
  await fulfilOrders(deps);
  expect(await statusesOf(ids)).toEqual(['delivered']);
});
