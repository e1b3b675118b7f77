import { CUSTOMER, PASSWORD } from './api-double';
import { startFrontend, type TestFrontend, type TestShopper } from './start-frontend';

let shop: TestFrontend;

beforeEach(async () => {
  shop = await startFrontend();
});

afterEach(() => shop.close());

async function loggedIn(next?: string): Promise<TestShopper> {
  const shopper = shop.shopper();
  await shopper.post('/login', { email: CUSTOMER.email, password: PASSWORD, next });
  return shopper;
}

describe('login', () => {
  test('greets the customer, renews the session and is counted', async () => {
    const shopper = shop.shopper();
    await shopper.post('/cart', { productId: 1 });
    const answer = await shopper.post('/login', { email: CUSTOMER.email, password: PASSWORD, next: '/checkout' });
    expect({ status: answer.status, location: answer.headers.location }).toEqual({
      status: 303,
      location: '/checkout',
    });
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^sid=/)]);
    const { text } = await shopper.get('/checkout');
    expect(text).toContain('You buy as &lt;i&gt;Ada&lt;/i&gt; (ada@example.com).');
    expect(await shop.metric('user_interactions_total{action="login"}')).toEqual([
      'user_interactions_total{action="login"} 1',
    ]);
  });

  test.each([
    ['a wrong password', 'wrong', 401, 'We know no account with this address and this password.'],
    ['too many attempts', 'once again', 429, 'There were too many attempts.'],
  ])('%s is said on the page, which keeps the address', async (_name, password, status, message) => {
    const shopper = shop.shopper();
    const answer = await shopper.post('/login', { email: CUSTOMER.email, password });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
    expect(answer.text).toContain('value="ada@example.com"');
    expect(answer.text).not.toContain(password);
    expect((await shopper.get('/')).text).toContain('href="/login"');
  });

  test.each(['https://evil.example', '//evil.example', '/cart'])('never leads to %s', async (next) => {
    const answer = await shop.shopper().post('/login', { email: CUSTOMER.email, password: PASSWORD, next });
    expect(answer.headers.location).toBe('/');
  });

  test('who is logged in is led on from the login page', async () => {
    const shopper = await loggedIn();
    expect((await shopper.get('/login?next=%2Forders')).headers.location).toBe('/orders');
  });

  test('logging out forgets the customer', async () => {
    const shopper = await loggedIn();
    expect((await shopper.get('/')).text).toContain('action="/logout"');
    expect((await shopper.post('/logout')).headers.location).toBe('/');
    expect((await shopper.get('/')).text).not.toContain('action="/logout"');
  });

  test('no password gets into the log', async () => {
    await loggedIn();
    expect(JSON.stringify(shop.logger.lines())).not.toContain(PASSWORD);
  });
});

describe('register', () => {
  test('makes an account and lets the customer in', async () => {
    const shopper = shop.shopper();
    const answer = await shopper.post('/register', { email: 'bo@example.com', name: 'Bo', password: 'long enough' });
    expect(answer.headers.location).toBe('/');
    expect((await shopper.get('/')).text).toContain('>Bo</a>');
  });

  test.each([
    [
      'an address that has an account',
      { email: CUSTOMER.email },
      409,
      'There is an account with this address already.',
    ],
    ['a short password', { password: 'short' }, 422, 'Please choose a password of 8 to 200 characters.'],
    ['an address that is none', { email: 'bo' }, 422, 'This does not look like an e-mail address.'],
  ])('refuses %s and keeps what was typed', async (_name, wrong, status, message) => {
    const fields = { email: 'bo@example.com', name: 'Bo "the bell"', password: 'long enough', ...wrong };
    const answer = await shop.shopper().post('/register', fields);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
    expect(answer.text).toContain('value="Bo &quot;the bell&quot;"');
  });
});

describe('orders', () => {
  async function buy(shopper: TestShopper): Promise<string> {
    await shopper.post('/cart', { productId: 1 });
    const { text } = await shopper.get('/checkout');
    const checkoutId = /name="checkoutId" value="([^"]+)"/.exec(text)?.[1];
    const { headers } = await shopper.post('/checkout', { checkoutId, paymentMethod: 'card' });
    return headers.location ?? '';
  }

  test('a customer sees the orders that were made with the account', async () => {
    const shopper = await loggedIn();
    await buy(shop.shopper());
    expect(await buy(shopper)).toBe('/orders/2');
    expect([...shop.api.orders.values()].map(({ customerId }) => customerId)).toEqual([undefined, CUSTOMER.id]);
    const { text } = await shopper.get('/orders');
    expect(text).toContain('href="/orders/2"');
    expect(text).not.toContain('href="/orders/1"');
    expect(text).toContain('href="/orders?page=2"');
  });

  test('who is not logged in is asked to', async () => {
    expect((await shop.shopper().get('/orders')).headers.location).toBe('/login?next=%2Forders');
  });

  test('who logs in after a checkout that failed half-way orders under the terms of the first attempt', async () => {
    const shopper = shop.shopper();
    await shopper.post('/cart', { productId: 1 });
    shop.api.answerOrders({ 1: 'broken' });
    const checkoutId = /name="checkoutId" value="([^"]+)"/.exec((await shopper.get('/checkout')).text)?.[1];
    await shopper.post('/checkout', { checkoutId, paymentMethod: 'card' });
    shop.api.answerOrders({});
    await shopper.post('/login', { email: CUSTOMER.email, password: PASSWORD });
    await shopper.post('/checkout', { checkoutId, paymentMethod: 'paypal' });
    const [order] = shop.api.orders.values();
    expect(order).toMatchObject({ paymentMethod: 'card' });
    expect(order).not.toHaveProperty('customerId');
  });

  test('who made an order may cancel it, nobody else', async () => {
    const shopper = shop.shopper();
    const path = await buy(shopper);
    expect((await shopper.get(path)).text).toContain(`action="${path}/cancel"`);
    const stranger = shop.shopper();
    expect((await stranger.get(path)).text).not.toContain('/cancel"');
    expect((await stranger.post(`${path}/cancel`)).status).toBe(404);
    expect((await shopper.post(`${path}/cancel`)).headers.location).toBe(path);
    expect((await shopper.get(path)).text).toContain('data-order-status="cancelled"');
    expect((await shopper.post(`${path}/cancel`)).status).toBe(409);
  });

  test('tracking shows each step, who brings it, and looks again until the end', async () => {
    const shopper = shop.shopper();
    await buy(shopper);
    const dispatched = { status: 'dispatched', supplier: 'Swift', driver: 'Jo', dispatchedAt: '2026-11-22T20:00:05Z' };
    shop.api.changeOrder(1, dispatched);
    const { text } = await shopper.get('/track/1');
    expect(text.match(/<li class="done"/g)).toHaveLength(3);
    expect(text).toContain('2026-11-22 20:00:05 UTC');
    expect(text).toContain('Jo of Swift brings it.');
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="2" /></noscript>');
    shop.api.changeOrder(1, { status: 'delivered', deliveredAt: '2026-11-22T20:00:15Z' });
    const delivered = (await shopper.get('/track/1')).text;
    expect(delivered).toContain('data-order-status="delivered"');
    expect(delivered).not.toContain('http-equiv="refresh"');
    expect((await shopper.get('/track/99')).status).toBe(404);
  });
});
