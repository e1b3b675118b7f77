import { Agent } from 'undici';
import { checkOut } from '../src/journeys/check-out';
import { startLoad } from '../src/load';
import { createRandom } from '../src/random';
import { JourneyError, Shopper } from '../src/shopper';
import { startTraffic } from '../src/traffic';
import { startShopDouble, type ShopDouble } from './shop-double';

let shop: ShopDouble;
beforeEach(async () => {
  shop = await startShopDouble();
});
afterEach(() => shop.close());

function shopper(dispatcher: Agent): Shopper {
  const frontendUrl = shop.url;
  return new Shopper({
    frontendUrl,
    random: createRandom(3),
    dispatcher,
    now: Date.now,
    onRequest: () => undefined,
    timeoutMs: 1_000,
    pause: () => Promise.resolve(),
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('a purchase walks the pages as a browser would, with one address and its cookies', async () => {
  const dispatcher = new Agent();
  await expect(checkOut.run(shopper(dispatcher), { productId: 2 })).resolves.toBe('done');
  await dispatcher.close();
  expect(shop.visits.map(({ route, cookie, body }) => [route, cookie, body])).toEqual([
    ['GET /', '', ''],
    ['GET /products/2', '', ''],
    ['POST /cart', '', expect.stringMatching(/^productId=2&quantity=[12]$/)],
    ['GET /cart', 'cart=1', ''],
    ['GET /checkout', 'cart=1', ''],
    ['POST /checkout', 'cart=1', 'email=a%40example.com'],
    ['GET /orders/7', 'cart=1', ''],
  ]);
  expect(new Set(shop.visits.map(({ address }) => address)).size).toBe(1);
});

test('a server error ends the journey', async () => {
  const dispatcher = new Agent();
  shop.failing = true;
  await expect(checkOut.run(shopper(dispatcher), {})).rejects.toThrow(JourneyError);
  await dispatcher.close();
});

test('a load goes on while the shop fails, and reports what it saw', async () => {
  shop.failing = true;
  const load = startLoad({ frontendUrl: shop.url, profile: 'steady', rate: 200, seed: 1 });
  await until(() => shop.visits.length > 5);
  shop.failing = false;
  await until(() => shop.visits.some(({ route }) => route === 'GET /orders/7'));
  await load.stop();
  const { journeys, requests } = load.report();
  expect(requests.total).toBe(shop.visits.length);
  expect(requests.errors).toBe(requests.byRoute['GET /']?.statuses['500']);
  expect(journeys.outcomes.checkout?.done).toBeGreaterThan(0);
});

test.each(['brute-force', 'credential-stuffing'] as const)(
  'in %s all attempts come from one address, and the ordinary day goes on',
  async (profile) => {
    const load = startLoad({ frontendUrl: shop.url, profile, rate: 100, seed: 1 });
    const attempts = (): typeof shop.visits =>
      shop.visits.filter(({ route, body }) => route === 'POST /login' && !body.includes('password=correct+horse'));
    await until(() => attempts().length > 5 && shop.visits.some(({ route }) => route === 'GET /orders/7'));
    await load.stop();
    expect(new Set(attempts().map(({ address }) => address))).toEqual(new Set(['203.0.113.66']));
    const accounts = new Set(attempts().map(({ body }) => new URLSearchParams(body).get('email'))).size;
    expect(accounts > 1).toBe(profile === 'credential-stuffing');
    expect(new Set(shop.visits.map(({ address }) => address)).size).toBeGreaterThan(1);
  },
);

test('in one-product everybody opens the same product', async () => {
  const load = startLoad({ frontendUrl: shop.url, profile: 'one-product', rate: 100, seed: 1 });
  await until(() => shop.visits.some(({ route }) => route === 'GET /orders/7'));
  await load.stop();
  expect(load.settings.productId).toBe(1);
  expect(shop.visits.some(({ route }) => route === 'GET /products/2')).toBe(false);
});

test('in silent nobody comes, and stopping waits for nothing', async () => {
  const load = startLoad({ frontendUrl: shop.url, profile: 'silent', rate: 1_000, seed: 1 });
  await load.stop();
  expect(load.report()).toMatchObject({ journeys: { started: 0 }, requests: { total: 0, errorRatio: 0 } });
});

test('the control server changes the load and gives it back', async () => {
  const port = Number(new URL(shop.url).port) + 1;
  const traffic = await startTraffic({ frontendUrl: shop.url, port, rate: 5, seed: 1 });
  const load = (init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${port}/load`, init);
  const put = (body: unknown): Promise<Response> =>
    load({ method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await expect((await put({ profile: 'spike', productId: 2 })).json()).resolves.toMatchObject({
    profile: 'spike',
    rate: 5,
    productId: 2,
  });
  const refused = await put({ profile: 'stead' });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { error: { code: 'invalid_load', message: expect.stringContaining('profile') } },
  ]);
  await expect((await load({ method: 'DELETE' })).json()).resolves.toMatchObject({ profile: 'steady', rate: 5 });
  await expect((await load()).json()).resolves.toMatchObject({
    profile: 'steady',
    report: { requests: { errors: 0 } },
  });
  await traffic.stop();
});
