import { isCheckViolation, isUniqueViolation } from '@firedrill/database';
import { knex, type Knex } from 'knex';
import { createShopDatabase, type ShopDatabase } from './test-database';

let database: ShopDatabase;
let shop: Knex;

beforeAll(async () => {
  database = await createShopDatabase();
  shop = knex({ client: 'pg', connection: database.url, pool: { min: 0, max: 4 } });
});

afterAll(async () => {
  await shop.destroy();
  await database.drop();
});

const ORDER = { product_id: 1, quantity: 2, total_amount: '25.80', payment_method: 'card' } as const;
let keys = 0;

async function addOrder(values: object = {}): Promise<number> {
  keys += 1;
  const [row] = await shop('orders')
    .insert({ ...ORDER, idempotency_key: `key-${keys}`, ...values })
    .returning('id');
  return row!.id;
}

async function addPayment(order_id: number, values: object = {}): Promise<number> {
  keys += 1;
  const [row] = await shop('payments')
    .insert({
      order_id,
      amount: '25.80',
      method: 'card',
      status: 'approved',
      idempotency_key: `pay-${keys}`,
      ...values,
    })
    .returning('id');
  return row!.id;
}

async function failure(work: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(work).then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function changeStock(product: number, delta: number, reason: string, order?: number): Promise<number | null> {
  const { rows } = await shop.raw<{ rows: [{ level: number | null }] }>('SELECT change_stock(?, ?, ?, ?) AS level', [
    product,
    delta,
    reason,
    order ?? null,
  ]);
  return rows[0].level;
}

describe('a wrong state is impossible', () => {
  test.each<[name: string, constraint: string, change: () => PromiseLike<unknown>]>([
    [
      'stock below zero',
      'products_stock_level_check',
      () => shop('products').where({ id: 1 }).update({ stock_level: -1 }),
    ],
    ['a price of nothing', 'products_price_check', () => shop('products').where({ id: 1 }).update({ price: '0.00' })],
    ['an order of nothing', 'orders_quantity_check', () => addOrder({ quantity: 0 })],
    ['an order for no money', 'orders_total_amount_check', () => addOrder({ total_amount: '0' })],
    ['an unknown order status', 'orders_order_status_check', () => addOrder({ order_status: 'lost' })],
    ['an unknown payment method', 'orders_payment_method_check', () => addOrder({ payment_method: 'cheque' })],
    ['a paid order without its payment', 'orders_paid_has_payment', () => addOrder({ order_status: 'paid' })],
    [
      'an unknown payment status',
      'payments_status_check',
      async () => addPayment(await addOrder(), { status: 'maybe' }),
    ],
    ['a payment of nothing', 'payments_amount_check', async () => addPayment(await addOrder(), { amount: '-1' })],
    [
      'a refund of more than was paid',
      'payments_refund_within_amount',
      async () => addPayment(await addOrder(), { refunded_amount: '25.81' }),
    ],
    [
      'a decline without a reason',
      'payments_declined_has_reason',
      async () => addPayment(await addOrder(), { status: 'declined' }),
    ],
    ['a movement of nothing', 'stock_movements_delta_check', () => changeStock(1, 0, 'restock')],
    ['a restock that takes stock', 'stock_movements_direction', () => changeStock(1, -1, 'restock')],
    ['a sale without its order', 'stock_movements_of_orders', () => changeStock(1, -1, 'order')],
    [
      'an e-mail address in capitals',
      'customers_email_check',
      () => shop('customers').insert({ email: 'A@b.example', name: 'A', password_hash: 'scrypt:x' }),
    ],
    [
      'a password in plain text',
      'customers_password_hash_check',
      () => shop('customers').insert({ email: 'a@b.example', name: 'A', password_hash: 'secret' }),
    ],
  ])('%s', async (_name, constraint, change) => {
    const error = await failure(change());
    expect(error).toMatchObject({ constraint });
    expect(isCheckViolation(error, constraint)).toBe(true);
  });

  test('a second order with the same key', async () => {
    await addOrder({ idempotency_key: 'same' });
    expect(isUniqueViolation(await failure(addOrder({ idempotency_key: 'same' })), 'orders_idempotency_key_key')).toBe(
      true,
    );
  });

  test('a second charge for one order', async () => {
    const order = await addOrder();
    await addPayment(order, { status: 'declined', failure_reason: 'gateway_timeout' });
    await addPayment(order);
    expect(isUniqueViolation(await failure(addPayment(order)), 'payments_one_charge')).toBe(true);
  });

  test.each([
    ['pending', 'dispatched'],
    ['payment_failed', 'paid'],
    ['cancelled', 'pending'],
  ])('an order that goes from %s to %s', async (from, to) => {
    const order = await addOrder({ order_status: from });
    expect(
      await failure(
        shop('orders')
          .where({ id: order })
          .update({ order_status: to as 'paid' }),
      ),
    ).toMatchObject({
      constraint: 'orders_life',
    });
  });
});

describe('change_stock', () => {
  test('changes the level together with its movement', async () => {
    const order = await addOrder({ product_id: 2 });
    expect(await changeStock(2, -2, 'order', order)).toBe(118);
    expect(await shop('stock_movements').where({ order_id: order }).select('product_id', 'delta', 'reason')).toEqual([
      { product_id: 2, delta: -2, reason: 'order' },
    ]);
  });

  test('answers null and changes nothing when there is not enough', async () => {
    const before = await shop('stock_movements').where({ product_id: 3 });
    expect(await changeStock(3, -121, 'correction')).toBeNull();
    expect(await shop('stock_movements').where({ product_id: 3 })).toEqual(before);
    expect(await shop('products').where({ id: 3 }).first('stock_level')).toEqual({ stock_level: 120 });
  });

  test('refuses an unknown product', async () => {
    expect(await failure(changeStock(999, 1, 'restock'))).toMatchObject({ code: 'P0002' });
  });

  test('gives the stock of an order back only once', async () => {
    const order = await addOrder({ product_id: 4 });
    await changeStock(4, -2, 'order', order);
    await changeStock(4, 2, 'order_returned', order);
    expect(isUniqueViolation(await failure(changeStock(4, 2, 'order_returned', order)), 'stock_movements_once')).toBe(
      true,
    );
    expect(await shop('products').where({ id: 4 }).first('stock_level')).toEqual({ stock_level: 120 });
  });

  test('never sells more than there is to many buyers at once', async () => {
    const orders = await Promise.all(Array.from({ length: 100 }, () => addOrder({ product_id: 5, quantity: 2 })));
    const levels = await Promise.all(orders.map((order) => changeStock(5, -2, 'order', order)));
    expect(levels.filter((level) => level === null)).toHaveLength(40);
    expect(await shop('products').where({ id: 5 }).first('stock_level')).toEqual({ stock_level: 0 });
    expect(await shop('out_of_stock_products').where({ id: 5 })).toHaveLength(1);
    expect(await shop('stock_ledger_mismatches')).toEqual([]);
  });
});

test('a level that was changed without a movement is found, and by how much', async () => {
  await shop('products').where({ id: 6 }).decrement('stock_level', 7);
  expect(await shop('stock_ledger_mismatches')).toEqual([
    { id: 6, name: 'Emergency chocolate', stock_level: 113, ledger_level: 120, difference: -7 },
  ]);
  await shop('products').where({ id: 6 }).increment('stock_level', 7);
  expect(await shop('stock_ledger_mismatches')).toEqual([]);
});

test('not even the owner rewrites the ledger', async () => {
  const owner = knex({ client: 'pg', connection: database.ownerUrl, pool: { min: 0, max: 1 } });
  const errors = [
    await failure(owner('stock_movements').update({ delta: 1 })),
    await failure(owner('stock_movements').delete()),
    await failure(owner('stock_movements').truncate()),
  ];
  await owner.destroy();
  for (const error of errors) expect(error).toMatchObject({ constraint: 'stock_movements_append_only' });
});
