import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

beforeEach(() => api.payment.behave(() => 'approve'));

async function stockOf(id: number): Promise<number> {
  return (await api.knex('products').where({ id }).first('stock_level'))!.stock_level;
}

async function events(orderId: number): Promise<unknown[]> {
  const lines = api.logger.lines().filter((line) => line.orderId === orderId);
  return Promise.resolve(lines.map(({ event }) => event));
}

describe('POST /orders', () => {
  test('takes the stock, charges the customer and answers the paid order', async () => {
    const { status, body } = await api.order('paid', { quantity: 3, paymentMethod: 'paypal', customerId: 1 });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        productId: 1,
        quantity: 3,
        totalAmountCents: 3870,
        status: 'paid',
        paymentMethod: 'paypal',
        customerId: 1,
      },
    });
    expect(await stockOf(1)).toBe(117);
    expect(await api.knex('payments').where({ order_id: body.id }).select('amount', 'method', 'status')).toEqual([
      { amount: '38.70', method: 'paypal', status: 'approved' },
    ]);
    expect(await events(body.id)).toEqual(['stock_reserved', 'order_created', 'order_paid']);
    expect(api.logger.lines()).toContainEqual(
      expect.objectContaining({ event: 'transaction_committed', transaction: 'place_order' }),
    );
    expect(await api.metric('orders_total{status="paid"}')).toEqual(['orders_total{status="paid"} 1']);
    expect(await api.metric('order_value_total ')).toEqual(['order_value_total 38.7']);
  });

  test('gives the stock back when the payment is declined', async () => {
    api.payment.behave(() => 'decline');
    const { status, body } = await api.order('declined', { productId: 2, quantity: 5 });
    expect({ status, body }).toMatchObject({
      status: 402,
      body: {
        error: { code: 'payment_failed', message: 'the payment failed: insufficient_funds' },
        order: { status: 'payment_failed' },
      },
    });
    expect(await stockOf(2)).toBe(120);
    expect(await events(body.order.id)).toEqual(['stock_reserved', 'order_created', 'order_failed']);
  });

  test.each([
    ['does not answer', 'hang', 'payment_timeout'],
    ['cuts the connection', 'cut', 'payment_unreachable'],
  ] as const)('gives the stock back when payment %s', async (_name, behaviour, reason) => {
    api.payment.behave(() => behaviour);
    const { status, body } = await api.order(behaviour, { productId: 3, quantity: 5 });
    expect({ status, message: body.error.message }).toEqual({ status: 402, message: `the payment failed: ${reason}` });
    expect(await stockOf(3)).toBe(120);
  });

  test('is refused without trace when there is not enough', async () => {
    const before = await api.knex('orders').count();
    const { status, body } = await api.order('too-many', { productId: 4, quantity: 121 });
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'insufficient_stock' });
    expect(await stockOf(4)).toBe(120);
    expect(await api.knex('orders').count()).toEqual(before);
    expect(api.logger.lines()).toContainEqual(
      expect.objectContaining({ event: 'transaction_rolled_back', reason: 'insufficient_stock' }),
    );
    expect(await api.metric('business_rule_violations_total{rule="insufficient_stock"}')).toEqual([
      'business_rule_violations_total{rule="insufficient_stock"} 1',
    ]);
  });

  test('answers a repeated request with the first order and charges nothing more', async () => {
    const first = await api.order('twice', { productId: 5 });
    api.payment.behave(() => 'decline');
    const second = await api.order('twice', { productId: 5 });
    expect({ status: second.status, body: second.body }).toEqual({ status: 201, body: first.body });
    expect(await stockOf(5)).toBe(119);
    expect(await api.knex('payments').where({ order_id: first.body.id })).toHaveLength(1);
  });

  test('makes one order of requests with one key that come together', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.order('together', { productId: 6 })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    expect(await stockOf(6)).toBe(119);
    expect(await api.knex('payments').where({ order_id: answers[0]!.body.id })).toHaveLength(1);
  });

  test('keeps the answer to a declined order, too', async () => {
    api.payment.behave(() => 'decline');
    const first = await api.order('declined-twice');
    api.payment.behave(() => 'approve');
    const second = await api.order('declined-twice');
    expect(second.status).toBe(402);
    expect(second.body.order).toEqual(first.body.order);
  });

  test.each([
    ['another product', { productId: 8 }],
    ['another quantity', { quantity: 2 }],
    ['another method', { paymentMethod: 'bank_transfer' }],
    ['another customer', { customerId: 2 }],
  ])('refuses a key that was used for %s', async (name, body) => {
    await api.order(`conflict ${name}`.replaceAll(' ', '-'), { productId: 7 });
    const { status, body: answer } = await api.order(`conflict ${name}`.replaceAll(' ', '-'), {
      productId: 7,
      ...body,
    });
    expect({ status, code: answer.error.code }).toEqual({ status: 422, code: 'idempotency_conflict' });
  });

  test.each([
    ['a product that is missing', {}, 'body.productId', { productId: undefined }],
    ['a product that is text', {}, 'body.productId', { productId: '1' }],
    ['an id that no integer holds', {}, 'body.productId', { productId: 2 ** 31 }],
    ['no units', {}, 'body.quantity', { quantity: 0 }],
    ['half a unit', {}, 'body.quantity', { quantity: 0.5 }],
    ['too many units', {}, 'body.quantity', { quantity: 1001 }],
    ['an unknown method', {}, 'body.paymentMethod', { paymentMethod: 'cheque' }],
    ['a key with spaces', { 'idempotency-key': 'a b' }, 'headers.idempotency-key', {}],
    ['a key that is too long', { 'idempotency-key': 'k'.repeat(201) }, 'headers.idempotency-key', {}],
  ])('refuses %s', async (_name, headers, field, body) => {
    const { status, body: answer } = await api.order('bad', body).set(headers);
    expect({ status, field: answer.error.field }).toEqual({ status: 400, field });
  });

  test('needs a key', async () => {
    const { status, body } = await api.http.post('/orders').send({ productId: 1, quantity: 1 });
    expect({ status, field: body.error.field }).toEqual({ status: 400, field: 'headers.idempotency-key' });
  });

  test.each([
    ['an unknown product', { productId: 999 }, 404, 'product_not_found'],
    ['an unknown customer', { customerId: 999 }, 422, 'customer_not_found'],
  ])('refuses %s', async (name, body, status, code) => {
    const answer = await api.order(name.replaceAll(' ', '-'), body);
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
  });

  test('refuses a body that is no JSON', async () => {
    const answer = await api.order('text').set('content-type', 'application/json').send('{"productId":');
    expect(answer.status).toBe(400);
  });
});

describe('GET /orders/:id', () => {
  test('answers an order', async () => {
    const { body } = await api.order('look');
    expect((await api.http.get(`/orders/${body.id}`)).body).toEqual(body);
  });

  test('does not find an unknown one', async () => {
    const { status, body } = await api.http.get('/orders/99999');
    expect({ status, code: body.error.code }).toEqual({ status: 404, code: 'order_not_found' });
  });
});

describe('POST /orders/:id/cancel', () => {
  test('gives stock and money back, once', async () => {
    const { body: order } = await api.order('cancel', { productId: 9, quantity: 4 });
    const answers = [
      await api.http.post(`/orders/${order.id}/cancel`),
      await api.http.post(`/orders/${order.id}/cancel`),
    ];
    for (const { status, body } of answers)
      expect({ status, order: body.status }).toEqual({ status: 200, order: 'cancelled' });
    expect(await stockOf(9)).toBe(120);
    const payments = await api
      .knex('payments')
      .where({ order_id: order.id })
      .select('status', 'amount', 'refunded_amount');
    expect(payments).toEqual([{ status: 'refunded', amount: '127.60', refunded_amount: '127.60' }]);
    expect(await api.metric('orders_total{status="cancelled"}')).toEqual(['orders_total{status="cancelled"} 1']);
  });

  test('is refused for an order that was not paid', async () => {
    api.payment.behave(() => 'decline');
    const { body } = await api.order('not-paid');
    const answer = await api.http.post(`/orders/${body.order.id}/cancel`);
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({
      status: 409,
      code: 'order_not_cancellable',
    });
  });

  test('does not find an unknown order', async () => {
    expect((await api.http.post('/orders/99999/cancel')).status).toBe(404);
  });
});

test('stock and ledger agree after all of this', async () => {
  expect(await api.knex('stock_ledger_mismatches')).toEqual([]);
});
