import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { faultsClient, type FaultsClient } from '@firedrill/faults';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger } from '@firedrill/telemetry';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInventoryApp } from '../src/app';
import { stockGauges, watchStock } from '../src/background/watch-stock';
import { freezableGauges } from '../src/faults/freezable-gauges';
import { INVENTORY } from '../src/service';
import { stockStore } from '../src/store/stock-store';
import { until } from './until';

let shop: ShopDatabase;
let parts: ServiceParts<typeof INVENTORY>;
let server: Server;
let client: FaultsClient;

beforeAll(async () => {
  shop = await createShopDatabase();
});
afterAll(() => shop.drop());

beforeEach(async () => {
  parts = createServiceParts(INVENTORY, { logger: memoryLogger('inventory'), databaseUrl: shop.url });
  server = createServer(createInventoryApp(parts)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  client = faultsClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await client.clear();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await parts.database.close();
});

const store = () => stockStore(parts.database, parts.log);
const mismatches = async (): Promise<number> => (await store().listMismatches()).length;
const gauge = async (): Promise<string | undefined> =>
  (await parts.registry.getSingleMetricAsString('inventory_stock_level'))
    .split('\n')
    .find((line) => line.includes('product_id="1"'));

test('a frozen gauge keeps its value while the stock changes, until the fault is cleared', async () => {
  const look = watchStock(store(), freezableGauges(stockGauges(parts.metrics), parts.faults), parts.log);
  await look();
  const before = await gauge();
  await client.inject({ kind: 'stock_gauge_freeze' });
  await store().recount(1, 77);
  await look();
  expect(await gauge()).toBe(before);
  await client.clear();
  await look();
  expect(await gauge()).toBe('inventory_stock_level{product_id="1",product_name="Enamel mug"} 77');
});

test('a corruption takes units that no movement has, and stays until a recount', async () => {
  await client.inject({ kind: 'stock_corruption', values: { units: 5 } });
  await until(async () => (await mismatches()) === 1);
  await client.clear();
  const [mismatch] = await store().listMismatches();
  expect(mismatch!.ledgerLevel - mismatch!.stockLevel).toBe(5);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = await fetch(`${base}/inventory/${mismatch!.productId}/recount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(await answer.json()).toMatchObject({ correction: -5 });
  expect(await mismatches()).toBe(0);
});
