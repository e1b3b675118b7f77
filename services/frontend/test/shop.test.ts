import type request from 'supertest';
import { startFrontend, type TestFrontend, type TestShopper } from './start-frontend';

let shop: TestFrontend;

beforeEach(async () => {
  shop = await startFrontend();
});

afterEach(() => shop.close());

async function fillCart(shopper: TestShopper, ...productIds: number[]): Promise<string> {
  for (const productId of productIds) await shopper.post('/cart', { productId, quantity: 2 });
  const { text } = await shopper.get('/checkout');
  return /name="checkoutId" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

function buy(shopper: TestShopper, checkoutId: string, paymentMethod = 'card'): Promise<request.Response> {
  return shopper.post('/checkout', { checkoutId, paymentMethod });
}

describe('pages', () => {
  test('the catalogue lists products with links and says what is left', async () => {
    const { status, text } = await shop.shopper().get('/');
    expect(status).toBe(200);
    expect(text.match(/href="\/products\/\d+"/g)).toHaveLength(3);
    for (const part of ['€42.00', 'In stock', 'Only 3 left', 'Sold out', 'Page 1 of 3', 'href="/?page=2"'])
      expect(text).toContain(part);
  });

  test('search shows what was found and keeps what was asked', async () => {
    const { text } = await shop.shopper().get('/').query({ q: '"><script>' });
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(text).toContain('No product is called that.');
    expect(await shop.metric('user_interactions_total{action="search"}')).toEqual([
      'user_interactions_total{action="search"} 1',
    ]);
  });

  test('everything that comes from the shop is escaped', async () => {
    const { text } = await shop.shopper().get('/products/2');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('<b>Torch');
  });

  test('a product that is sold out cannot be put into the cart from its page', async () => {
    const { text } = await shop.shopper().get('/products/3');
    expect(text).toContain('Sold out');
    expect(text).not.toContain('action="/cart"');
  });

  test.each([
    ['/products/9', 404, 'We do not have this product.'],
    ['/orders/9', 404, 'We do not know this order.'],
    ['/products/x', 400, 'params.id'],
    ['/?page=0', 400, 'query.page'],
    ['/nowhere', 404, 'there is no GET /nowhere'],
  ])('%s is a page with status %d', async (path, status, message) => {
    const answer = await shop.shopper().get(path);
    expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'text/html' });
    expect(answer.text).toContain(message);
  });

  test("a page may load the shop's own stylesheet and script only", async () => {
    const page = await shop.shopper().get('/');
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'; /,
    );
    const style = await shop.shopper().get('/shop.css');
    expect(style).toMatchObject({ status: 200, type: 'text/css' });
    expect(await shop.shopper().get('/shop.js')).toMatchObject({ status: 200, type: 'text/javascript' });
  });

  test('views are counted and logged', async () => {
    const { headers } = await shop.shopper().get('/products/1');
    expect(await shop.metric('page_views_total{page="product"}')).toEqual(['page_views_total{page="product"} 1']);
    expect(shop.logger.lines()).toContainEqual(
      expect.objectContaining({ event: 'page_viewed', page: 'product', reqId: headers['x-request-id'] }),
    );
  });

  test("request id, trace and the shopper's address go along to api", async () => {
    const traceId = 'a'.repeat(32);
    await shop
      .shopper()
      .get('/')
      .set({
        'x-request-id': 'asked-for',
        traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
        'x-forwarded-for': '203.0.113.7',
      });
    const headers = shop.api.lastHeaders();
    expect(headers).toMatchObject({ 'x-request-id': 'asked-for', 'x-forwarded-for': '203.0.113.7' });
    expect(headers.traceparent).toContain(traceId);
  });
});

describe('cart', () => {
  test('holds what was put into it until it is removed', async () => {
    const shopper = shop.shopper();
    const added = await shopper.post('/cart', { productId: 1, quantity: 2 });
    expect({ status: added.status, location: added.headers.location }).toEqual({ status: 303, location: '/cart' });
    await shopper.post('/cart', { productId: 1, quantity: 1 });
    const cart = await shopper.get('/cart');
    expect(cart.text).toContain('€126.00');
    await shopper.post('/cart/remove', { productId: 1 });
    expect((await shopper.get('/cart')).text).toContain('Your cart is empty.');
  });

  test('belongs to one shopper', async () => {
    await fillCart(shop.shopper(), 1);
    expect((await shop.shopper().get('/cart')).text).toContain('Your cart is empty.');
  });

  test.each([
    ['an unknown product', { productId: 9 }, 404],
    ['no product', {}, 400],
    ['no units', { productId: 1, quantity: 0 }, 400],
    ['too many units', { productId: 1, quantity: 100 }, 400],
  ])('refuses %s', async (_name, body, status) => {
    expect((await shop.shopper().post('/cart', body)).status).toBe(status);
  });

  test('the session cookie is out of reach of scripts and other sites', async () => {
    const { headers } = await shop.shopper().get('/');
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^sid=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)]);
  });

  test('a shopper who comes back after the time-out begins with an empty cart and is told', async () => {
    const shopper = shop.shopper();
    await fillCart(shopper, 1);
    expect(await shop.metric('sessions_active')).toEqual(['sessions_active 1']);
    shop.passMinutes(21);
    expect(await shop.metric('sessions_active')).toEqual(['sessions_active 0']);
    const { text } = await shopper.get('/cart');
    expect(text).toContain('You were away for a while');
    expect(text).toContain('Your cart is empty.');
    expect(await shop.metric('session_timeouts_total')).toEqual(['session_timeouts_total 1']);
    expect(shop.logger.lines()).toContainEqual(expect.objectContaining({ event: 'session_timeout' }));
  });
});

describe('checkout', () => {
  test('orders each line of the cart with a key of its own and shows the first order', async () => {
    const shopper = shop.shopper();
    const checkoutId = await fillCart(shopper, 1, 2);
    const answer = await buy(shopper, checkoutId, 'paypal');
    expect({ status: answer.status, location: answer.headers.location }).toEqual({
      status: 303,
      location: '/orders/1',
    });
    expect([...shop.api.orders]).toMatchObject([
      [`${checkoutId}-1`, { productId: 1, quantity: 2, paymentMethod: 'paypal' }],
      [`${checkoutId}-2`, { productId: 2, quantity: 2, paymentMethod: 'paypal' }],
    ]);
    const { text } = await shopper.get('/orders/1');
    expect(text).toContain('data-order-status="paid"');
    expect(text).toContain('href="/orders/2"');
    expect((await shopper.get('/cart')).text).toContain('Your cart is empty.');
  });

  test('a form that is sent twice buys once', async () => {
    const shopper = shop.shopper();
    const checkoutId = await fillCart(shopper, 1);
    const together = await Promise.all([buy(shopper, checkoutId), buy(shopper, checkoutId)]);
    const again = await buy(shopper, checkoutId);
    for (const { headers } of [...together, again]) expect(headers.location).toBe('/orders/1');
    expect(shop.api.orders.size).toBe(1);
  });

  test('an order whose payment failed is shown as such', async () => {
    shop.api.answerOrders({ 1: 'payment_failed' });
    const shopper = shop.shopper();
    const { headers } = await buy(shopper, await fillCart(shopper, 1));
    const { text } = await shopper.get(headers.location ?? '');
    expect(text).toContain('data-order-status="payment_failed"');
    expect(text).toContain('You were not charged');
  });

  test('a pending order looks again by itself', async () => {
    shop.api.answerOrders({ 1: 'pending' });
    const shopper = shop.shopper();
    const { headers } = await buy(shopper, await fillCart(shopper, 1));
    expect((await shopper.get(headers.location ?? '')).text).toContain('http-equiv="refresh"');
  });

  test('what is sold out stays in the cart, the rest is bought', async () => {
    shop.api.answerOrders({ 2: 'out_of_stock' });
    const shopper = shop.shopper();
    const { headers } = await buy(shopper, await fillCart(shopper, 1, 2));
    expect((await shopper.get(headers.location ?? '')).text).toContain(
      'Not ordered, because there are not that many left',
    );
    expect((await shopper.get('/cart')).text).toContain('href="/products/2"');
  });

  test('a cart of which nothing is left is refused with 409', async () => {
    shop.api.answerOrders({ 1: 'out_of_stock' });
    const shopper = shop.shopper();
    const answer = await buy(shopper, await fillCart(shopper, 1));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('There are not that many left.');
  });

  test('a cart that changed meanwhile is shown again before it is bought', async () => {
    const shopper = shop.shopper();
    const checkoutId = await fillCart(shopper, 1);
    await fillCart(shopper, 2);
    expect((await buy(shopper, checkoutId)).status).toBe(409);
    expect(shop.api.orders.size).toBe(0);
  });

  test('an empty cart cannot be bought', async () => {
    expect((await buy(shop.shopper(), 'any')).status).toBe(409);
  });

  test.each([
    ['broken', 502, 'api_failed'],
    ['text', 502, 'api_failed'],
  ] as const)(
    'an answer of api that is %s is a page with status %d, and the cart stays',
    async (mode, status, code) => {
      shop.api.answerOrders({ 1: mode });
      const shopper = shop.shopper();
      const checkoutId = await fillCart(shopper, 1);
      const answer = await buy(shopper, checkoutId);
      expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'text/html' });
      expect(shop.logger.lines()).toContainEqual(expect.objectContaining({ event: 'frontend_error', code, status }));
      shop.api.answerOrders({});
      expect((await buy(shopper, checkoutId)).headers.location).toBe('/orders/1');
    },
  );

  test('a checkout that failed half-way goes on where it stopped', async () => {
    shop.api.answerOrders({ 2: 'broken' });
    const shopper = shop.shopper();
    const checkoutId = await fillCart(shopper, 1, 2);
    expect((await buy(shopper, checkoutId)).status).toBe(502);
    shop.api.answerOrders({});
    expect((await buy(shopper, checkoutId)).headers.location).toBe('/orders/1');
    expect((await shopper.get('/orders/1')).text).toContain('href="/orders/2"');
    expect(shop.api.orders.size).toBe(2);
  });

  test('a shop without api answers 503', async () => {
    await shop.api.close();
    const answer = await shop.shopper().get('/');
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 503, type: 'text/html' });
  });
});
