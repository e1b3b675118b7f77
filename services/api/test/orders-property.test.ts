import * as fc from 'fast-check';
import { fulfilOrders } from '../src/domain/fulfil-orders';
import { reconcile } from '../src/domain/reconcile';
import { fulfilmentStore } from '../src/store/fulfilment-store';
import type { Behaviour } from './payment-double';
import { startApi, type TestApi } from './start-api';

/** One shopper: repeats a request some times at once, and may cancel what came of it. */
interface Shopper {
  readonly productId: number;
  readonly quantity: number;
  readonly payment: Behaviour;
  readonly repeats: number;
  readonly cancels: number;
  /** Units that the supplier brings meanwhile. */
  readonly restock: number;
}

const shopper: fc.Arbitrary<Shopper> = fc.record({
  productId: fc.integer({ min: 1, max: 2 }),
  quantity: fc.integer({ min: 1, max: 60 }),
  payment: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Behaviour>('approve') },
    { weight: 3, arbitrary: fc.constant<Behaviour>('decline') },
    { weight: 1, arbitrary: fc.constantFrom<Behaviour>('charge_and_hang', 'hang', 'cut') },
  ),
  repeats: fc.integer({ min: 1, max: 3 }),
  cancels: fc.integer({ min: 0, max: 2 }),
  restock: fc.integer({ min: 0, max: 20 }),
});

let api: TestApi;
let runs = 0;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

test('stock is its ledger and nobody is charged twice, whatever shoppers do at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(shopper, { minLength: 2, maxLength: 10 }), async (shoppers) => {
      runs += 1;
      await fillUp();
      const behaviours = new Map<number, Behaviour>();
      api.payment.behave(
        async (orderId) => behaviours.get(orderId) ?? (await chosenFor(orderId, shoppers, behaviours)),
      );
      await Promise.all(shoppers.map((one, index) => shop(one, `run-${runs}-${index}`)));
      await expectSound();
      await fulfilEveryOther();
      await expectSound();
    }),
    { numRuns: 30, endOnFailure: true },
  );
}, 120_000);

/** Brings both products back to 120, with a movement. */
async function fillUp(): Promise<void> {
  await api.knex.raw(
    `SELECT change_stock(id, 120 - stock_level, 'correction') FROM products WHERE id IN (1, 2) AND stock_level <> 120`,
  );
}

/** The payment's behaviour belongs to the shopper, whose number ends the order's key. */
async function chosenFor(
  orderId: number,
  shoppers: readonly Shopper[],
  behaviours: Map<number, Behaviour>,
): Promise<Behaviour> {
  const order = await api.knex('orders').where({ id: orderId }).first('idempotency_key');
  const behaviour = shoppers[Number(order?.idempotency_key.split('-')[2])]?.payment ?? 'approve';
  behaviours.set(orderId, behaviour);
  return behaviour;
}

async function shop({ productId, quantity, repeats, cancels, restock }: Shopper, key: string): Promise<void> {
  const request = () => api.order(key, { productId, quantity });
  const supplier =
    restock === 0 ? undefined : api.knex.raw(`SELECT change_stock(?, ?, 'restock')`, [productId, restock]);
  const [answers] = await Promise.all([Promise.all(Array.from({ length: repeats }, request)), supplier]);
  const ids = new Set<number>();
  for (const { status, body } of answers) {
    expect([201, 402, 409]).toContain(status);
    if (status !== 409) ids.add((body.order ?? body).id);
  }
  expect(ids.size).toBeLessThanOrEqual(1);
  for (const id of ids) {
    const cancelled = await Promise.all(Array.from({ length: cancels }, () => api.http.post(`/orders/${id}/cancel`)));
    for (const { status } of cancelled) expect([200, 409]).toContain(status);
  }
}

/** Dispatches every second paid order, so that the next run meets orders on their way. */
async function fulfilEveryOther(): Promise<void> {
  await api
    .knex('orders')
    .where({ order_status: 'paid' })
    .whereRaw('id % 2 = 0')
    .update({ updated_at: new Date(Date.now() - 60_000) });
  const { database, log, metrics } = api.parts;
  await fulfilOrders({ fulfilment: fulfilmentStore(database), log, metrics, deliveryStalled: () => false });
}

async function expectSound(): Promise<void> {
  expect(await api.knex('stock_ledger_mismatches')).toEqual([]);
  const { rows: unsold } = await api.knex.raw<{ rows: unknown[] }>(UNDUE_STOCK);
  expect(unsold).toEqual([]);
  await reconcile(3_600_000, api.deps);
  expect(await api.knex('payment_mismatches')).toEqual([]);
  const { rows: charges } = await api.knex.raw<{ rows: unknown[] }>(UNDUE_CHARGES);
  expect(charges).toEqual([]);
}

/** Orders that hold other stock than their quantity while they stand, or any after they ended. */
const UNDUE_STOCK = `
  SELECT o.id, o.order_status, o.quantity, coalesce(sum(m.delta), 0) AS held
  FROM orders o LEFT JOIN stock_movements m ON m.order_id = o.id GROUP BY o.id
  HAVING coalesce(sum(m.delta), 0) <> CASE WHEN o.order_status NOT IN ('payment_failed', 'cancelled') THEN -o.quantity ELSE 0 END`;

/** Orders that are charged other than their total when paid, or anything when not. */
const UNDUE_CHARGES = `
  SELECT o.id, o.order_status, coalesce(sum(p.amount - p.refunded_amount) FILTER (WHERE p.status <> 'declined'), 0) AS charged
  FROM orders o LEFT JOIN payments p ON p.order_id = o.id GROUP BY o.id
  HAVING coalesce(sum(p.amount - p.refunded_amount) FILTER (WHERE p.status <> 'declined'), 0)
    <> CASE WHEN o.order_status IN ('paid', 'dispatched', 'in_transit', 'delivered') THEN o.total_amount ELSE 0 END`;
