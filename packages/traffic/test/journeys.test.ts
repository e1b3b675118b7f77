import { Agent } from 'undici';
import { browse, search } from '../src/journeys/browse';
import { checkOut, giveUp, track } from '../src/journeys/check-out';
import { cart } from '../src/journeys/fill-cart';
import { guessPassword, logIn, tryStolenPair } from '../src/journeys/log-in';
import { createRandom } from '../src/random';
import { Shopper } from '../src/shopper';
import { startShopDouble, type ShopDouble } from './shop-double';

let shop: ShopDouble;
const dispatcher = new Agent();
beforeEach(async () => {
  shop = await startShopDouble();
});
afterEach(() => shop.close());
afterAll(() => dispatcher.close());

function shopper(address?: string): Shopper {
  return new Shopper({
    frontendUrl: shop.url,
    random: createRandom(3),
    dispatcher,
    now: Date.now,
    onRequest: () => undefined,
    timeoutMs: 1_000,
    address,
    pause: () => Promise.resolve(),
  });
}

const INTO_THE_CART = ['GET /', 'GET /products/2', 'POST /cart', 'GET /cart'];
const PURCHASE = [...INTO_THE_CART, 'GET /checkout', 'POST /checkout', 'GET /orders/7'];

test.each([
  { journey: checkOut, outcome: 'done', visits: PURCHASE },
  { journey: track, outcome: 'done', visits: [...PURCHASE, 'GET /track/7'] },
  { journey: cart, outcome: 'gave_up', visits: [...INTO_THE_CART, 'POST /cart/remove', 'GET /cart'] },
  { journey: giveUp, outcome: 'gave_up', visits: [...INTO_THE_CART, 'GET /checkout', 'POST /interactions'] },
  {
    journey: logIn,
    outcome: 'done',
    visits: ['GET /login', 'POST /login', 'GET /', ...PURCHASE, 'GET /orders', 'POST /logout', 'GET /'],
  },
  { journey: guessPassword, outcome: 'refused', visits: ['GET /login', 'POST /login'] },
  { journey: tryStolenPair, outcome: 'refused', visits: ['GET /login', 'POST /login'] },
])('the journey $journey.name walks its pages and ends with $outcome', async ({ journey, outcome, visits }) => {
  await expect(journey.run(shopper(), { productId: 2 })).resolves.toBe(outcome);
  expect(shop.visits.map(({ route }) => route)).toEqual(visits);
});

test('browsing looks at up to three products', async () => {
  await expect(browse.run(shopper(), {})).resolves.toBe('done');
  const products = shop.visits.filter(({ route }) => route.startsWith('GET /products/'));
  expect(products.length).toBeGreaterThan(0);
  expect(products.length).toBeLessThanOrEqual(3);
});

test('a search asks for a word and opens what was found', async () => {
  await expect(search.run(shopper(), {})).resolves.toBe('done');
  expect(shop.visits[0]?.route).toMatch(/^GET \/\?q=[a-z]+$/);
  expect(shop.visits[1]?.route).toMatch(/^GET \/products\/\d$/);
});

test('a form goes back with every field that the page had, the token too', async () => {
  await guessPassword.run(shopper(), {});
  expect(shop.visits[1]?.body).toMatch(/^csrf=t&email=ada%40example.com&password=\w+$/);
});

test('shoppers have addresses of their own unless one is given', async () => {
  await browse.run(shopper('203.0.113.66'), {});
  expect(new Set(shop.visits.map(({ address }) => address))).toEqual(new Set(['203.0.113.66']));
});
