import request from 'supertest';
import { usePayment } from './start-payment';

const payment = usePayment();
const { addOrder, pay, paymentEvents, series } = payment;

describe('POST /payments', () => {
  test('approves, and metrics and log say so', async () => {
    const orderId = await addOrder();
    const { status, body } = await pay(orderId, `k${orderId}`);
    expect(status).toBe(201);
    expect(body.payment).toEqual({
      id: expect.any(Number),
      orderId,
      amount: 1290,
      refundedAmount: 0,
      method: 'card',
      status: 'approved',
      createdAt: expect.any(String),
    });
    expect(await series('payments_total')).toContain('payments_total{status="approved",method="card"} 1\n');
    expect(await series('payments_total')).toContain('payments_total{status="declined",method="paypal"} 0\n');
    expect(await series('payment_amount_total')).toContain('payment_amount_total 12.9');
    expect(paymentEvents()).toMatchObject([
      { event: 'payment_approved', orderId, transactionId: body.payment.id, method: 'card', amount: 1290 },
    ]);
  });

  test('declines when the gateway does, with its reason', async () => {
    payment.drawn = 0.005;
    const orderId = await addOrder();
    const { status, body } = await pay(orderId, `k${orderId}`);
    expect([status, body.payment]).toMatchObject([201, { status: 'declined', reason: 'card_expired' }]);
    expect(await series('payments_total')).toContain('payments_total{status="declined",method="card"} 1');
    expect(paymentEvents()).toMatchObject([{ event: 'payment_declined', level: 'warn', reason: 'card_expired' }]);
  });

  test('a repeated request gets the first answer and charges nothing', async () => {
    const orderId = await addOrder();
    const first = await pay(orderId, `k${orderId}`);
    payment.drawn = 0;
    const second = await pay(orderId, `k${orderId}`);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(paymentEvents()).toHaveLength(1);
  });

  test('ten requests with one key at once make one payment', async () => {
    const orderId = await addOrder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(orderId, `k${orderId}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.payment.id as number)).size).toBe(1);
  });

  test('an order is paid once, whatever the key', async () => {
    const orderId = await addOrder();
    await pay(orderId, `k${orderId}`);
    const { status, body } = await pay(orderId, `other${orderId}`);
    expect([status, body.error.code]).toEqual([409, 'order_already_paid']);
  });

  test('a declined order can be paid with another key', async () => {
    const orderId = await addOrder();
    payment.drawn = 0;
    await pay(orderId, `k${orderId}`);
    payment.drawn = 0.5;
    expect((await pay(orderId, `other${orderId}`)).body.payment.status).toBe('approved');
  });

  test('a key that was used for another payment is refused', async () => {
    const orderId = await addOrder();
    await pay(orderId, `k${orderId}`);
    const { status, body } = await pay(orderId, `k${orderId}`, { amount: 1 });
    expect([status, body.error.code]).toEqual([422, 'idempotency_conflict']);
    expect(await series('business_rule_violations_total')).toContain('{rule="idempotency_conflict"} 1');
  });

  test('an order that does not exist is refused', async () => {
    const { status, body } = await pay(999_999, 'nobody');
    expect([status, body.error]).toMatchObject([422, { code: 'order_not_found', field: 'orderId' }]);
  });

  test.each([
    {
      name: 'no key',
      ask: () => request(payment.app).post('/payments').send({ orderId: 1, amount: 1, method: 'card' }),
      field: 'headers.idempotency-key',
    },
    { name: 'an amount in fractions of a cent', ask: () => pay(1, 'k', { amount: 1.5 }), field: 'body.amount' },
    { name: 'an amount of nothing', ask: () => pay(1, 'k', { amount: 0 }), field: 'body.amount' },
    { name: 'an unknown method', ask: () => pay(1, 'k', { method: 'cash' }), field: 'body.method' },
    { name: 'a field that is not taken', ask: () => pay(1, 'k', { card: '4111' }), field: 'body' },
  ])('$name is a 400 that names $field', async ({ ask, field }) => {
    const { status, body } = await ask();
    expect([status, body.error.field]).toEqual([400, field]);
  });
});

describe('GET /payments', () => {
  test('gives one by id and those of an order', async () => {
    const orderId = await addOrder();
    const { payment: first } = (await pay(orderId, `k${orderId}`)).body;
    expect((await request(payment.app).get(`/payments/${first.id}`)).body).toEqual({ payment: first });
    expect((await request(payment.app).get('/payments').query({ order: orderId })).body).toEqual({ payments: [first] });
    expect((await request(payment.app).get('/payments').query({ order: 999_999 })).body).toEqual({ payments: [] });
  });

  test.each([
    ['/payments/999999', 404],
    ['/payments/0', 400],
    ['/payments/99999999999999', 400],
    ['/payments/1e3', 400],
    ['/payments', 400],
    ['/payments?order=x', 400],
    ['/payments?order=1&order=2', 400],
  ])('%s is a %d', async (path, status) => {
    expect((await request(payment.app).get(path)).status).toBe(status);
  });
});
