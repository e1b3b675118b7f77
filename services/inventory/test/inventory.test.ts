import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import request from 'supertest';
import { createInventoryApp, startInventoryBackground } from '../src/app';
import { watchStock } from '../src/background/watch-stock';
import { INVENTORY } from '../src/service';
import { stockStore } from '../src/store/stock-store';

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

describe('the supplier', () => {
  test('adds a unit to each product below its target, and none above it', async () => {
    await setLevel(1, 10);
    await setLevel(2, 119);
    const store = stockStore(parts.database);
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
    const store = stockStore(parts.database);
    await watchStock(store, parts.metrics, parts.log)();
    expect(await series('inventory_stock_level')).toHaveLength(12);
    expect(await series('inventory_stock_level')).toContain(
      'inventory_stock_level{product_id="1",product_name="Enamel mug"} 24',
    );
    expect(await series('inventory_low_stock_products')).toEqual(['inventory_low_stock_products 1']);
  });

  test('logs what changed since the last look, and what is low at each look', async () => {
    const look = watchStock(stockStore(parts.database), parts.metrics, parts.log);
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
    const levelOf = async (): Promise<number> => (await stockStore(parts.database).find(1))?.stockLevel ?? 0;
    const end = performance.now() + 5_000;
    while ((await levelOf()) === 10 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    await stop();
    expect(await levelOf()).toBeGreaterThan(10);
    expect(await series('handler_duration_seconds')).toContain(
      'handler_duration_seconds_count{kind="query",handler="watch_stock",outcome="success"} 1',
    );
  });
});
