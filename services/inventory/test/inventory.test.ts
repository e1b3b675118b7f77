import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import request from 'supertest';
import { createInventoryApp, startInventoryBackground } from '../src/app';
import { stockGauges, watchStock } from '../src/background/watch-stock';
import type { StockStore } from '../src/domain/stock';
import { INVENTORY } from '../src/service';
import { stockStore } from '../src/store/stock-store';
import { until } from './until';

let shop: ShopDatabase;
let parts: ServiceParts<typeof INVENTORY>;
let logger: MemoryLogger;
let app: Express;

beforeAll(async () => {
  shop = await createShopDatabase();
});
afterAll(() => shop.drop());

beforeEach(async () => {
  logger = memoryLogger('inventory');
  parts = createServiceParts(INVENTORY, { logger, databaseUrl: shop.url });
  app = createInventoryApp(parts);
  for (let productId = 1; productId <= 12; productId += 1) await setLevel(productId, 120);
});
afterEach(() => parts.database.close());

/** Brings a product to a level by a correction. */
async function setLevel(productId: number, level: number): Promise<void> {
  await parts.database.knex.raw(
    `select change_stock(id, ? - stock_level, 'correction') from products where id = ? and stock_level <> ?`,
    [level, productId, level],
  );
}

const storeOf = (): StockStore => stockStore(parts.database, parts.log);
const series = async (name: string): Promise<string[]> =>
  (await parts.registry.getSingleMetricAsString(name)).split('\n').filter((line) => !line.startsWith('#'));
const events = (name: string) => logger.lines().filter(({ event }) => event === name);
const ledgerMismatches = async (): Promise<unknown[]> => await parts.database.knex('stock_ledger_mismatches').select();

describe('levels', () => {
  test('of all products, in order', async () => {
    const { status, body } = await request(app).get('/inventory');
    expect(status).toBe(200);
    expect(body.products.map(({ productId }: { productId: number }) => productId)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    expect(body.products[0]).toMatchObject({ productId: 1, stockLevel: 120, lowStockThreshold: 24 });
    expect(events('inventory_queried')).toMatchObject([{ results: 12 }]);
  });

  test('of one product', async () => {
    expect((await request(app).get('/inventory/3')).body).toMatchObject({ productId: 3, stockLevel: 120 });
  });

  test('of those that are low, the lowest first', async () => {
    await setLevel(4, 24);
    await setLevel(5, 3);
    await setLevel(6, 25);
    const { body } = await request(app).get('/inventory/low-stock');
    expect(body.products).toMatchObject([
      { productId: 5, stockLevel: 3 },
      { productId: 4, stockLevel: 24 },
    ]);
  });

  test.each([
    ['/inventory/999999', 404],
    ['/inventory/0', 400],
    ['/inventory/one', 400],
    ['/inventory/99999999999', 400],
  ])('%s is a %d', async (path, status) => {
    expect((await request(app).get(path)).status).toBe(status);
  });
});

describe('restocking by hand', () => {
  const restock = (id: number, body: Record<string, unknown>) =>
    request(app).post(`/inventory/${id}/restock`).send(body);

  test('raises the level together with its movement', async () => {
    const { status, body } = await restock(1, { quantity: 7 });
    expect([status, body]).toEqual([200, { productId: 1, stockLevel: 127 }]);
    const movement = await parts.database.knex('stock_movements').orderBy('id', 'desc').first();
    expect(movement).toMatchObject({ product_id: 1, reason: 'restock', delta: 7 });
    expect(await ledgerMismatches()).toEqual([]);
  });

  test.each([
    { name: 'an unknown product', id: 999_999, body: { quantity: 1 }, status: 404 },
    { name: 'nothing', id: 1, body: { quantity: 0 }, status: 400 },
    { name: 'half a unit', id: 1, body: { quantity: 0.5 }, status: 400 },
    { name: 'too much', id: 1, body: { quantity: 10_001 }, status: 400 },
    { name: 'no quantity', id: 1, body: {}, status: 400 },
  ])('of $name is a $status', async ({ id, body, status }) => {
    expect((await restock(id, body)).status).toBe(status);
  });
});

test('there is room for a million units of a product, and not for one more', async () => {
  await setLevel(1, 999_999);
  const restock = (quantity: number) => request(app).post('/inventory/1/restock').send({ quantity });
  const { status, body } = await restock(2);
  expect([status, body.error]).toMatchObject([
    409,
    { code: 'shelf_full', message: 'quantity: expected at most 1, got 2', field: 'quantity' },
  ]);
  expect((await restock(1)).body).toEqual({ productId: 1, stockLevel: 1_000_000 });
  expect(await series('business_rule_violations_total')).toEqual([
    'business_rule_violations_total{rule="shelf_full"} 1',
  ]);
});

describe('a recount', () => {
  const recount = (id: number, body: Record<string, unknown> = {}) =>
    request(app).post(`/inventory/${id}/recount`).send(body);

  test('makes the ledger follow a level that somebody changed without a movement', async () => {
    await parts.database.knex('products').where({ id: 1 }).update({ stock_level: 100 });
    const { body: stats } = await request(app).get('/inventory/stats');
    expect(stats.ledgerMismatches).toEqual([
      { productId: 1, productName: 'Enamel mug', stockLevel: 100, ledgerLevel: 120 },
    ]);
    expect((await recount(1)).body).toEqual({ productId: 1, stockLevel: 100, correction: -20 });
    expect(await ledgerMismatches()).toEqual([]);
    expect((await recount(1)).body).toEqual({ productId: 1, stockLevel: 100, correction: 0 });
  });

  test('brings level and ledger to what was counted', async () => {
    expect((await recount(2, { counted: 7 })).body).toEqual({ productId: 2, stockLevel: 7, correction: -113 });
    expect((await request(app).get('/inventory/2')).body.stockLevel).toBe(7);
    expect(await ledgerMismatches()).toEqual([]);
  });

  test.each([
    { name: 'an unknown product', id: 999_999, body: {}, status: 404 },
    { name: 'less than nothing', id: 1, body: { counted: -1 }, status: 400 },
    { name: 'more than there is room for', id: 1, body: { counted: 1_000_001 }, status: 400 },
  ])('of $name is a $status', async ({ id, body, status }) => {
    expect((await recount(id, body)).status).toBe(status);
  });
});

test('the statistics count products by state', async () => {
  await setLevel(4, 24);
  await setLevel(5, 6);
  await setLevel(6, 0);
  expect((await request(app).get('/inventory/stats')).body).toEqual({
    products: 12,
    sufficient: 9,
    low: 1,
    critical: 2,
    outOfStock: 1,
    units: 9 * 120 + 30,
    ledgerMismatches: [],
  });
});

describe('the supplier', () => {
  test('adds a unit to each product below its target, and none above it', async () => {
    await setLevel(1, 10);
    await setLevel(2, 119);
    const store = storeOf();
    expect(await store.supply(3)).toBe(2);
    expect(await store.supply(3)).toBe(1);
    const levels = (await store.list()).map(({ stockLevel }) => stockLevel);
    expect(levels.slice(0, 3)).toEqual([16, 120, 120]);
    expect(await ledgerMismatches()).toEqual([]);
  });
});

describe('the watch', () => {
  test('sets the gauges', async () => {
    await setLevel(1, 24);
    const store = storeOf();
    await watchStock(store, stockGauges(parts.metrics), parts.log)();
    expect(await series('inventory_stock_level')).toHaveLength(12);
    expect(await series('inventory_stock_level')).toContain(
      'inventory_stock_level{product_id="1",product_name="Enamel mug"} 24',
    );
    expect(await series('inventory_low_stock_products')).toEqual(['inventory_low_stock_products 1']);
  });

  test('logs what changed since the last look, and what is low at each look', async () => {
    const look = watchStock(storeOf(), stockGauges(parts.metrics), parts.log);
    await look();
    expect(logger.lines()).toEqual([]);
    await setLevel(1, 24);
    await setLevel(2, 6);
    await look();
    await look();
    expect(events('stock_changed')).toMatchObject([
      { productId: 1, stockLevel: 24, delta: -96 },
      { productId: 2, stockLevel: 6, delta: -114 },
    ]);
    expect(events('low_stock')).toMatchObject([{ productId: 1, threshold: 24, level: 'warn' }, { productId: 1 }]);
    expect(events('critical_stock')).toMatchObject([{ productId: 2, stockLevel: 6, level: 'error' }, { productId: 2 }]);
  });

  test('runs with the supplier until both are stopped', async () => {
    await setLevel(1, 10);
    const stop = startInventoryBackground(parts);
    const levelOf = async (): Promise<number> => (await storeOf().find(1))?.stockLevel ?? 0;
    await until(async () => (await levelOf()) > 10);
    await until(async () => (await series('handler_duration_seconds')).some((line) => line.includes('watch_stock')));
    await stop();
    expect(await series('handler_duration_seconds')).toContain(
      'handler_duration_seconds_count{kind="query",handler="watch_stock",outcome="success"} 1',
    );
  });
});
