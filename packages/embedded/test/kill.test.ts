import { repeatOrder, runKillRound, type Acknowledgement, type KillRound } from './kill-round';
import { startKillShop, type KillShop } from './kill-shop';
import { temporaryFolder } from './temporary-folder';

/** `npm run kill-test` runs more rounds of more orders. */
const ROUNDS = Number(process.env.FIREDRILL_KILL_ROUNDS ?? 1);
const ORDERS = Number(process.env.FIREDRILL_KILL_ORDERS ?? 60);
const ROUND_LIMIT_MS = 90_000 + ORDERS * 200;

let shop: KillShop;

// Registered before the folder's own removal, which comes next.
afterAll(() => shop.stop(), 60_000);

const folder = temporaryFolder();

beforeAll(async () => {
  shop = await startKillShop(folder);
}, 90_000);

const ONE = ['api'] as const;
const TWO = ['api', 'api-2'] as const;
const SHORT: readonly Pick<KillRound, 'victim' | 'apis'>[] = [
  { victim: 'payment', apis: ONE },
  { victim: 'api', apis: TWO },
  { victim: 'postgres', apis: TWO },
];
const LONG: typeof SHORT = [
  ...SHORT,
  { victim: 'payment', apis: TWO },
  { victim: 'api', apis: ONE },
  { victim: 'postgres', apis: ONE },
];
const rounds = (ROUNDS === 1 ? SHORT : LONG).flatMap(({ victim, apis }) =>
  Array.from({ length: ROUNDS }, (_, index) => ({ victim, apis, copies: apis.length, index: index + 1 })),
);

test.each(rounds)(
  'nothing is lost or doubled when $victim is killed in the middle of orders, with $copies api, round $index',
  async ({ victim, apis, copies, index }) => {
    if (copies === 1) await shop.processes['api-2'].hold();
    else await shop.processes['api-2'].start();
    await shop.query(`SELECT change_stock(id, ${ORDERS}, 'restock') FROM products`);
    const name = `${victim}-${copies}-${index}`;
    const restarts = shop.processes[victim].status().restarts;
    const acknowledged = await runKillRound(shop, { name, orders: ORDERS, victim, apis });
    expect(shop.processes[victim].status().restarts).toBeGreaterThan(restarts);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ORDERS / 2);
    await reconcile(copies);
    await expectAcknowledged(name, acknowledged);
    for (const [what, sql] of SOUND) expect({ what, rows: await shop.query(sql) }).toEqual({ what, rows: [] });
    const again = acknowledged.slice(0, 10);
    expect(await Promise.all(again.map(repeatOrder))).toEqual(again.map(({ id }) => id));
  },
  ROUND_LIMIT_MS,
);

/** Makes what was left pending old enough, and starts api again, which reconciles at its start. */
async function reconcile(copies: number): Promise<void> {
  await shop.query(`UPDATE orders SET updated_at = now() - interval '1 minute' WHERE order_status = 'pending'`);
  for (const name of copies === 1 ? ONE : TWO) {
    await shop.processes[name].hold();
    await shop.processes[name].start();
  }
  const giveUpAt = Date.now() + 45_000;
  while (Date.now() < giveUpAt) {
    const left = await shop.query(`${OPEN} LIMIT 1`);
    if (left.length === 0) return;
    await new Promise((next) => setTimeout(next, 50));
  }
}

const OPEN = `
  SELECT id FROM orders WHERE order_status = 'pending'
  UNION ALL SELECT payment_id FROM payment_mismatches`;

const SOLD = `('paid', 'dispatched', 'in_transit', 'delivered')`;

const SOUND: readonly (readonly [what: string, sql: string])[] = [
  ['orders that the reconciler left and payments without their order', OPEN],
  ['stock that is not its ledger', 'SELECT * FROM stock_ledger_mismatches'],
  [
    'orders that hold other stock than they sold',
    `SELECT o.id, o.order_status FROM orders o LEFT JOIN stock_movements m ON m.order_id = o.id GROUP BY o.id
     HAVING coalesce(sum(m.delta), 0) <> CASE WHEN o.order_status IN ${SOLD} THEN -o.quantity ELSE 0 END`,
  ],
  [
    'orders that were not charged their total once',
    `SELECT o.id, o.order_status FROM orders o LEFT JOIN payments p ON p.order_id = o.id AND p.status <> 'declined' GROUP BY o.id
     HAVING coalesce(sum(p.amount - p.refunded_amount), 0) <> CASE WHEN o.order_status IN ${SOLD} THEN o.total_amount ELSE 0 END`,
  ],
  [
    'totals that are not those of a recount',
    `SELECT order_status, sum(orders)::bigint AS orders FROM order_totals GROUP BY 1 HAVING sum(orders) <> 0
     EXCEPT SELECT order_status, count(*) FROM orders GROUP BY 1`,
  ],
];

async function expectAcknowledged(name: string, acknowledged: readonly Acknowledgement[]): Promise<void> {
  const rows = await shop.query(
    `SELECT idempotency_key AS key, id, CASE WHEN order_status IN ${SOLD} THEN 'paid' ELSE order_status END AS status
     FROM orders WHERE idempotency_key LIKE $1`,
    [`${name}-%`],
  );
  const found = new Map(rows.map((row) => [row.key, row]));
  const expected = acknowledged.map(({ key, id, status }) => ({ key, id, status }));
  expect(expected.map(({ key }) => found.get(key))).toEqual(expected);
  expect(rows.length).toBe(found.size);
}
