import { knex } from 'knex';
import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  await api.order('paid', { quantity: 2 });
  const { body } = await api.order('cancelled');
  await api.http.post(`/orders/${body.id}/cancel`);
  const { body: way } = await api.order('way');
  await api
    .knex('orders')
    .where({ id: way.id })
    .update({ order_status: 'dispatched', ...DRIVEN, dispatched_at: ago(20) });
  const { body: arrived } = await api.order('arrived');
  const order = () => api.knex('orders').where({ id: arrived.id });
  await order().update({ order_status: 'dispatched', ...DRIVEN, dispatched_at: ago(20) });
  await order().update({ order_status: 'in_transit' });
  await order().update({ order_status: 'delivered', delivered_at: ago(8) });
});

afterAll(() => api.close());

const DRIVEN = { supplier: 'Rapid', driver: 'Kim' } as const;
const now = Date.now();
const ago = (seconds: number): Date => new Date(now - seconds * 1_000);

test('the summary counts orders by status, what they brought and how many arrived', async () => {
  const { body } = await api.http.get('/api/metrics');
  expect(body.summary).toEqual({
    total_orders: 4,
    orders_by_status: {
      pending: 0,
      paid: 1,
      payment_failed: 0,
      dispatched: 1,
      in_transit: 0,
      delivered: 1,
      cancelled: 1,
    },
    revenue_cents: 4 * 1290,
    delivered: 1,
    in_transit: 0,
    dispatched: 1,
    delivery_rate: 1 / 3,
  });
});

test('the series have every hour of a day and every day of a month, with the present last', async () => {
  const { time_series } = (await api.http.get('/api/metrics')).body;
  const { today, last_7_days, last_30_days, hourly } = time_series;
  expect([hourly.length, last_7_days.length, last_30_days.length]).toEqual([24, 7, 30]);
  const sum = (series: { orders: number }[]): number => series.reduce((total, { orders }) => total + orders, 0);
  // An order may have come before midnight or before the hour began; none is older than the test.
  for (const series of [hourly, last_7_days, last_30_days]) expect(sum(series)).toBe(4);
  expect(last_30_days.at(-1).time).toMatch(/T00:00:00\.000Z$/);
  expect(today[0].time).toBe(last_30_days.at(-1).time);
  expect(hourly.at(-1)).toEqual(today.at(-1));
  expect(
    hourly.some(({ delivered, revenue_cents }: Record<string, number>) => delivered === 1 && revenue_cents! > 0),
  ).toBe(true);
});

test('deliveries are counted by supplier and by driver', async () => {
  const { body } = await api.http.get('/api/metrics');
  expect(body.by_supplier).toHaveLength(5);
  expect(body.by_supplier).toContainEqual({ supplier: 'Rapid', deliveries: 1, average_seconds: 12, on_the_way: 1 });
  expect(body.by_supplier).toContainEqual({ supplier: 'Nightline', deliveries: 0, average_seconds: 0, on_the_way: 0 });
  expect(body.by_driver).toEqual([{ supplier: 'Rapid', driver: 'Kim', deliveries: 1, average_seconds: 12 }]);
});

const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

test.each([
  ['a scraper', PROMETHEUS, 'text/plain; version=0.0.4; charset=utf-8'],
  ['a client that asks for plain text', 'text/plain', 'text/plain; version=0.0.4; charset=utf-8'],
  ['curl', '*/*', 'application/json; charset=utf-8'],
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json; charset=utf-8'],
  ['a program that asks for JSON', 'application/json', 'application/json; charset=utf-8'],
])('%s gets the form it reads', async (_name, accept, type) => {
  const { status, headers, text } = await api.http.get('/api/metrics').set('accept', accept);
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
  if (type.startsWith('text')) expect(text).toMatch(/^orders_total\{status="paid"\} 4$/m);
  else expect(JSON.parse(text)).toHaveProperty('summary');
});

test('the totals stay those of a recount when orders change at once over several connections', async () => {
  const shop = knex({
    client: 'pg',
    connection: api.parts.database.knex.client.config.connection,
    pool: { min: 0, max: 8 },
  });
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      shop('orders')
        .insert({
          product_id: 1,
          quantity: 1,
          total_amount: '1.00',
          payment_method: 'card',
          idempotency_key: `at-once-${index}`,
        })
        .returning('id')
        .then(([row]) => shop('orders').where({ id: row!.id }).update({ order_status: 'payment_failed' })),
    ),
  );
  await shop.destroy();
  const { rows } = await api.knex.raw<{ rows: unknown[] }>(
    `SELECT order_status, sum(orders)::int AS orders, sum(total_amount) AS total FROM order_totals GROUP BY 1 HAVING sum(orders) <> 0
     EXCEPT SELECT order_status, count(*)::int, sum(total_amount) FROM orders GROUP BY 1`,
  );
  expect(rows).toEqual([]);
});
