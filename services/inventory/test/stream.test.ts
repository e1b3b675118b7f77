import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { createServiceParts, type ServiceParts } from '@firedrill/service-kit';
import { memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInventoryApp } from '../src/app';
import { INVENTORY } from '../src/service';
import { until } from './until';

let shop: ShopDatabase;
let parts: ServiceParts<typeof INVENTORY>;
let logger: MemoryLogger;
let server: Server;
let clients: Client[];

beforeAll(async () => {
  shop = await createShopDatabase();
});
afterAll(() => shop.drop());

beforeEach(async () => {
  clients = [];
  logger = memoryLogger('inventory');
  parts = createServiceParts(INVENTORY, { logger, databaseUrl: shop.url });
  server = createServer(createInventoryApp(parts)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
  for (const { leave } of clients) leave();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await until(async () => (await listeners()) === 0);
  await parts.database.close();
});

interface Client {
  readonly type: string | null;
  readonly events: { readonly event: string; readonly data: Record<string, unknown> }[];
  readonly leave: () => void;
}

/** A client that collects what it is sent. */
async function watch(): Promise<Client> {
  const controller = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/inventory/stream`;
  const response = await fetch(url, { signal: controller.signal });
  const events: { event: string; data: Record<string, unknown> }[] = [];
  const client = { type: response.headers.get('content-type'), events, leave: () => controller.abort() };
  clients.push(client);
  void read(response, events).catch(() => undefined);
  await until(() => events.length > 0);
  return client;
}

async function read(response: Response, into: unknown[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop()!;
    for (const message of messages) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
      if (event !== undefined) into.push({ event, data: JSON.parse(data!) });
    }
  }
}

const change = (productId: number, units: number) =>
  parts.database.knex.raw(`select change_stock(?, ?, 'correction')`, [productId, units]);
const listeners = async (): Promise<number> => {
  const { rows } = await parts.database.knex.raw<{ rows: unknown[] }>(
    `select 1 from pg_stat_activity where application_name = 'inventory' and query like 'listen%'
     and datname = current_database()`,
  );
  return rows.length;
};

test('begins with every level, then sends each change to every client', async () => {
  const [first, second] = [await watch(), await watch()];
  expect(first.type).toBe('text/event-stream; charset=utf-8');
  expect(first.events[0]).toMatchObject({ event: 'stock', data: { products: { length: 12 } } });
  await change(3, -7);
  await until(() => first.events.length === 2 && second.events.length === 2);
  expect(second.events[1]).toEqual({
    event: 'stock_changed',
    data: { productId: 3, productName: 'Fire bucket', stockLevel: 113, delta: -7 },
  });
  expect(await listeners()).toBe(1);
});

test('survives a lost database connection: the levels come again, then the changes', async () => {
  const client = await watch();
  await parts.database.knex.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()`,
  );
  await change(4, -1);
  await until(() => client.events.filter(({ event }) => event === 'stock').length === 2);
  await change(4, -1);
  await until(() => client.events.at(-1)?.event === 'stock_changed');
  expect(client.events.at(-1)?.data).toMatchObject({ productId: 4, stockLevel: 118, delta: -1 });
  expect(logger.lines()).toContainEqual(expect.objectContaining({ event: 'db_error' }));
});

test('is over when the service stops, and is no slow request', async () => {
  await watch();
  for (const end of parts.openStreams) end();
  await until(() => parts.openStreams.size === 0);
  expect(await parts.registry.getSingleMetricAsString('http_requests_total')).toContain(
    'http_requests_total{method="GET",endpoint="/inventory/stream",status="200"} 1',
  );
  expect(await parts.registry.getSingleMetricAsString('http_request_duration_seconds')).not.toContain('stream');
});
