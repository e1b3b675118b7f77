import request from 'supertest';
import { startFrontend, type TestFrontend } from './start-frontend';

let shop: TestFrontend;

beforeEach(async () => {
  shop = await startFrontend();
});

afterEach(() => shop.close());

describe('forms', () => {
  test.each([
    ['/cart', { productId: 1 }],
    ['/cart/remove', { productId: 1 }],
    ['/checkout', { checkoutId: 'any', paymentMethod: 'card' }],
    ['/orders/1/cancel', {}],
    ['/login', { email: 'ada@example.com', password: 'open sesame' }],
    ['/register', { email: 'bo@example.com', password: 'long enough', name: 'Bo' }],
    ['/logout', {}],
  ])('%s without the token of the session is refused with a page', async (path, fields) => {
    const shopper = shop.shopper();
    const foreign = await shop.shopper().token();
    for (const csrf of [undefined, '', foreign]) {
      const body = { ...fields, ...(csrf !== undefined && { csrf }), padding: '1' };
      const answer = await shopper.postWithout(path, body);
      expect({ status: answer.status, type: answer.type }).toEqual({ status: 403, type: 'text/html' });
      expect(answer.text).toContain('Please load the page again.');
    }
    expect(shop.api.orders.size).toBe(0);
  });

  test('a form that was open for longer than the session says so and changes nothing', async () => {
    const shopper = shop.shopper();
    const csrf = await shopper.token();
    shop.passMinutes(21);
    const answer = await shopper.postWithout('/cart', { productId: 1, csrf });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You were away for a while');
    expect((await shopper.get('/cart')).text).toContain('Your cart is empty.');
  });
});

describe('session', () => {
  test.each([
    ['https', /; Secure/],
    ['http', /^(?!.*Secure)/],
  ])('behind a proxy that speaks %s the cookie is right', async (protocol, expected) => {
    const { headers } = await shop.shopper().get('/').set('x-forwarded-proto', protocol);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(expected)]);
  });

  test('the fault session_expiry ends every session at once, and none after it', async () => {
    const shopper = shop.shopper();
    await shopper.post('/cart', { productId: 1 });
    shop.inject({ kind: 'session_expiry', severity: 'severe' });
    expect(await shop.metric('sessions_active')).toEqual(['sessions_active 0']);
    expect((await shopper.get('/cart')).text).toContain('You were away for a while');
    expect((await shopper.post('/cart', { productId: 1 })).status).toBe(403);
    expect(await shop.metric('session_timeouts_total')).toEqual(['session_timeouts_total 3']);
    await request(shop.url).delete('/faults').expect(204);
    await shopper.post('/cart', { productId: 1 });
    expect((await shopper.get('/cart')).text).toContain('Hand bell');
  });
});

describe('interactions', () => {
  test('what a shopper did is logged and counted', async () => {
    await request(shop.url).post('/interactions').send({ action: 'checkout_abandoned', productId: 2 }).expect(204);
    expect(await shop.metric('user_interactions_total{action="checkout_abandoned"}')).toEqual([
      'user_interactions_total{action="checkout_abandoned"} 1',
    ]);
    expect(shop.logger.lines()).toContainEqual(
      expect.objectContaining({ event: 'user_interaction', action: 'checkout_abandoned', productId: 2 }),
    );
  });

  test.each([
    ['an action that is none', { action: 'dance' }, 400],
    ['no action', {}, 400],
    ['a product that is none', { action: 'search', productId: 0 }, 400],
  ])('%s is refused as JSON', async (_name, body, status) => {
    const answer = await request(shop.url).post('/interactions').send(body);
    expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/json' });
  });

  test('a form of another site is refused', async () => {
    await request(shop.url).post('/interactions').type('form').send({ action: 'login' }).expect(415);
    await request(shop.url).post('/interactions').type('text').send('{"action":"login"}').expect(415);
  });
});

test('every page and every action is counted from the start', async () => {
  const lines = [...(await shop.metric('page_views_total{')), ...(await shop.metric('user_interactions_total{'))];
  expect(lines).toHaveLength(15);
  expect(lines.every((line) => line.endsWith(' 0'))).toBe(true);
});

test('readiness names api when it does not answer', async () => {
  await request(shop.url).get('/readyz').expect(200);
  await shop.api.close();
  const { status, body } = await request(shop.url).get('/readyz');
  expect({ status, body }).toMatchObject({ status: 503, body: { failing: ['api'] } });
});
