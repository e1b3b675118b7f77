import { knex, type Knex } from 'knex';
import { createShopDatabase, type ShopDatabase } from './test-database';

let database: ShopDatabase;
let shop: Knex;
let reader: Knex;

beforeAll(async () => {
  database = await createShopDatabase();
  shop = knex({ client: 'pg', connection: database.url, pool: { min: 0, max: 1 } });
  reader = knex({ client: 'pg', connection: database.readerUrl, pool: { min: 0, max: 1 } });
  await fill();
});

afterAll(async () => {
  await shop.destroy();
  await reader.destroy();
  await database.drop();
});

const NOON = Date.UTC(2026, 10, 22, 12);
const at = (minutes: number): Date => new Date(NOON + minutes * 60_000);

/** Orders 1 to 6, the minute of each and what became of it; order 5 was charged although it failed. */
async function fill(): Promise<void> {
  await shop.raw(`
    INSERT INTO orders (id, product_id, quantity, total_amount, payment_method, idempotency_key) VALUES
      (1, 1, 1, 10.10, 'card', 'a'), (2, 1, 1, 20.20, 'card', 'b'), (3, 1, 1, 30.30, 'card', 'c'),
      (4, 1, 1, 40.40, 'card', 'd'), (5, 1, 1, 50.50, 'card', 'e'), (6, 1, 1, 60.60, 'card', 'f')`);
  await shop.raw(`
    INSERT INTO payments (order_id, amount, method, status, failure_reason, idempotency_key)
      SELECT id, total_amount, 'card', CASE id WHEN 4 THEN 'declined' ELSE 'approved' END,
        CASE id WHEN 4 THEN 'insufficient_funds' END, idempotency_key
      FROM orders WHERE id <= 5`);
  const statuses = [
    ['paid'],
    ['paid', 'dispatched', 'in_transit', 'delivered'],
    ['paid', 'dispatched'],
    ['payment_failed'],
    ['payment_failed'],
    [],
  ];
  for (const [index, life] of statuses.entries()) await live(index + 1, life);
  for (const id of [1, 2, 3, 4, 5, 6])
    await shop('orders')
      .where({ id })
      .update({ order_time: at(id <= 3 ? 0 : 61) });
  await shop('login_attempts').insert([
    { email: 'ada@example.com', ip_address: '203.0.113.7', success: false },
    { email: 'ada@example.com', ip_address: '203.0.113.7', success: true },
  ]);
  await shop.raw(`SELECT change_stock(1, -96, 'correction'), change_stock(2, -120, 'correction')`);
}

async function live(id: number, life: readonly string[]): Promise<void> {
  for (const order_status of life) {
    const change = {
      paid: { payment_id: shop.raw('(SELECT id FROM payments WHERE order_id = ?)', [id]) },
      dispatched: { supplier: 'Rapid', driver: 'Kim', dispatched_at: at(0) },
      delivered: { delivered_at: at(2) },
    }[order_status];
    await shop.raw(
      shop('orders')
        .where({ id })
        .update({ order_status, ...change } as object)
        .toQuery(),
    );
  }
}

test.each<[view: string, columns: string[], rows: unknown[][]]>([
  [
    'low_stock_products',
    ['name', 'stock_level'],
    [
      ['Enamel mug', 24],
      ['Pager, restored', 0],
    ],
  ],
  ['out_of_stock_products', ['name'], [['Pager, restored']]],
  [
    'order_stats_hourly',
    ['hour', 'order_status', 'orders', 'total_amount'],
    [
      [at(0), 'delivered', '1', '20.20'],
      [at(0), 'dispatched', '1', '30.30'],
      [at(0), 'paid', '1', '10.10'],
      [at(60), 'payment_failed', '2', '90.90'],
      [at(60), 'pending', '1', '60.60'],
    ],
  ],
  ['revenue_per_minute', ['minute', 'orders', 'revenue'], [[at(0), '3', '60.60']]],
  ['failed_logins', ['email', 'ip_address'], [['ada@example.com', '203.0.113.7']]],
  [
    'stuck_orders',
    ['order_id', 'order_status'],
    [
      [1, 'paid'],
      [3, 'dispatched'],
      [6, 'pending'],
    ],
  ],
  ['payment_mismatches', ['order_id', 'order_status', 'charged_amount'], [[5, 'payment_failed', '50.50']]],
  [
    'delivery_stats',
    ['hour', 'supplier', 'driver', 'deliveries', 'average_seconds'],
    [[at(0), 'Rapid', 'Kim', '1', 120]],
  ],
  ['stock_ledger_mismatches', ['id'], []],
])('%s shows %j', async (view, columns, expected) => {
  const rows = await reader(view).select(columns).orderBy(columns);
  expect(rows.map((row: Record<string, unknown>) => columns.map((column) => row[column]))).toEqual(expected);
});

test.each([
  ['orders_minute', `SELECT sum(revenue) FROM revenue_per_minute WHERE minute BETWEEN ? AND ?`],
  ['orders_hour', `SELECT * FROM order_stats_hourly WHERE hour BETWEEN ? AND ?`],
  ['orders_open', `SELECT count(*) FROM stuck_orders WHERE order_status = 'paid' AND updated_at BETWEEN ? AND ?`],
  ['payments_created', `SELECT count(*) FROM payment_mismatches WHERE created_at BETWEEN ? AND ?`],
  ['delivery_totals_pkey', `SELECT * FROM delivery_stats WHERE hour BETWEEN ? AND ?`],
  [
    'login_attempts_failed',
    `SELECT ip_address, count(*) FROM failed_logins WHERE attempt_time BETWEEN ? AND ? GROUP BY 1`,
  ],
])('a rule that filters the time reads the index %s', async (index, query) => {
  const plan = await reader.transaction(async (trx) => {
    // Tables of a few rows are read whole otherwise.
    await trx.raw('SET LOCAL enable_seqscan = off');
    return trx.raw<{ rows: Record<string, string>[] }>(`EXPLAIN ${query}`, [at(0), at(10)]);
  });
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain(index);
  expect(text).toContain('Index Cond');
});
