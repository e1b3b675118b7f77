import { halfWrittenRows } from '../src/fuzz/half-written-rows';
import { runFuzz } from '../src/fuzz/run-fuzz';
import { SERVICES } from '../src/run-shop';
import { startShop, type ShopUnderTest } from './shop';

let running: ShopUnderTest | undefined;

beforeAll(async () => {
  running = await startShop();
}, 60_000);
afterAll(async () => running?.stop());

test('500 requests, valid and broken, break nothing and leave nothing half written', async () => {
  const { statuses, failures } = await runFuzz(running!.shop, { requests: 500, seed: 1 });
  expect(failures).toEqual([]);
  expect(await halfWrittenRows(running!.database.ownerUrl)).toEqual([]);
  const classes = SERVICES.flatMap((name) => ['2', '4'].map((digit) => `${name} ${digit}`));
  expect(classes.filter((start) => !Object.keys(statuses).some((key) => key.startsWith(start)))).toEqual([]);
}, 120_000);
