import { knex, type Knex } from 'knex';
import { seedHistory } from './history';
import { createShopDatabase, type ShopDatabase } from './test-database';

let database: ShopDatabase;
let owner: Knex;

beforeAll(async () => {
  database = await createShopDatabase();
  owner = knex({ client: 'pg', connection: database.ownerUrl, pool: { min: 0, max: 2 } });
});

afterAll(async () => {
  await owner.destroy();
  await database.drop();
});

async function rowsOf(sql: string): Promise<unknown[]> {
  return (await owner.raw<{ rows: unknown[] }>(sql)).rows;
}

const SOUND: readonly (readonly [what: string, sql: string])[] = [
  ['every stock level is the sum of its movements', 'SELECT * FROM stock_ledger_mismatches'],
  [
    'the totals of movements are those of a recount',
    `SELECT t.product_id FROM stock_ledger_totals t JOIN stock_movements m USING (product_id)
     GROUP BY t.product_id, t.total HAVING t.total <> sum(m.delta)`,
  ],
  ['no payment misses its order', 'SELECT * FROM payment_mismatches'],
  [
    'every order names a payment of its own, unless it was not paid',
    `SELECT o.id FROM orders o LEFT JOIN payments p ON p.id = o.payment_id AND p.order_id = o.id AND p.amount = o.total_amount
     WHERE (o.order_status <> 'payment_failed') <> (p.id IS NOT NULL)`,
  ],
  [
    'every row names products, customers and orders that exist',
    `SELECT o.id FROM orders o LEFT JOIN products p ON p.id = product_id LEFT JOIN customers c ON c.id = customer_id
     WHERE p.id IS NULL OR c.id IS NULL
     UNION ALL SELECT m.id FROM stock_movements m LEFT JOIN orders o ON o.id = m.order_id
     WHERE m.order_id IS NOT NULL AND o.id IS NULL`,
  ],
  [
    'an order holds stock exactly when it was delivered',
    `SELECT o.id FROM orders o LEFT JOIN stock_movements m ON m.order_id = o.id GROUP BY o.id
     HAVING coalesce(sum(m.delta), 0) <> CASE o.order_status WHEN 'delivered' THEN -o.quantity ELSE 0 END`,
  ],
  [
    'the totals of orders are those of a recount',
    `SELECT hour, order_status, sum(orders), sum(total_amount) FROM order_totals GROUP BY 1, 2
     EXCEPT SELECT hour, order_status, orders, total_amount FROM order_stats_hourly`,
  ],
  [
    'the totals of deliveries are those of a recount',
    `SELECT supplier, driver, sum(deliveries) FROM delivery_totals GROUP BY 1, 2
     EXCEPT SELECT supplier, driver, count(*) FROM orders WHERE order_status = 'delivered' GROUP BY 1, 2`,
  ],
];

test.each(['owner', 'shop'] as const)(
  'written by the %s, a history keeps every invariant',
  async (role) => {
    const before = await owner('products').select('id', 'stock_level').orderBy('id');
    const progress: number[] = [];
    const url = role === 'owner' ? database.ownerUrl : database.url;
    expect(await seedHistory(url, { orders: 3_000, onProgress: (written) => progress.push(written) })).toBe(3_000);
    expect(progress).toEqual([3_000]);
    for (const [what, sql] of SOUND) expect({ what, rows: await rowsOf(sql) }).toEqual({ what, rows: [] });
    expect(await owner('products').select('id', 'stock_level').orderBy('id')).toEqual(before);
  },
  60_000,
);

test('a history is past and over, and shows nothing that a rule looks for', async () => {
  expect(await rowsOf('SELECT * FROM stuck_orders')).toEqual([]);
  expect(
    await rowsOf(`SELECT min(order_time) > now() - interval '91 days' AND max(delivered_at) < now() - interval '30 minutes' AS past,
      count(DISTINCT product_id)::int AS products, count(DISTINCT driver)::int AS drivers FROM orders`),
  ).toEqual([{ past: true, products: 12, drivers: 40 }]);
});

test('an order that comes after a history has the next id', async () => {
  const [{ last }] = (await rowsOf('SELECT max(id) AS last FROM orders')) as [{ last: number }];
  const [row] = await owner('orders')
    .insert({ product_id: 1, quantity: 1, total_amount: '1.00', payment_method: 'card', idempotency_key: 'next' })
    .returning('id');
  expect(row!.id).toBe(last + 1);
});

test('an interrupted history ends after the batch that is under way', async () => {
  const interrupted = new AbortController();
  interrupted.abort();
  expect(await seedHistory(database.ownerUrl, { orders: 10, signal: interrupted.signal })).toBe(0);
});
