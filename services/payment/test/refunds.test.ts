import { usePayment } from './start-payment';

const payment = usePayment();
const { addOrder, pay, refund, paymentEvents, series } = payment;

describe('POST /payments/:id/refund', () => {
  const paid = async (): Promise<number> => {
    const orderId = await addOrder();
    return (await pay(orderId, `k${orderId}`)).body.payment.id as number;
  };

  test('gives everything back, once', async () => {
    const id = await paid();
    const { status, body } = await refund(id);
    expect([status, body.payment]).toMatchObject([200, { status: 'refunded', refundedAmount: 1290 }]);
    expect((await refund(id)).body).toEqual(body);
    expect(await series('payments_total')).toContain('payments_total{status="refunded",method="card"} 1');
    expect(paymentEvents().at(-1)).toMatchObject({
      event: 'payment_refunded',
      transactionId: id,
      amount: 1290,
      method: 'card',
    });
    expect(paymentEvents()).toHaveLength(2);
  });

  test('gives parts back, and never more than was paid', async () => {
    const id = await paid();
    expect((await refund(id, { amount: 1000 })).body.payment).toMatchObject({
      status: 'approved',
      refundedAmount: 1000,
    });
    const { status, body } = await refund(id, { amount: 291 });
    expect([status, body.error]).toMatchObject([422, { code: 'refund_exceeds_payment', field: 'amount' }]);
    expect((await refund(id, { amount: 290 })).body.payment.status).toBe('refunded');
  });

  test('refunds at once do not give more than was paid', async () => {
    const id = await paid();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refund(id, { amount: 500 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422, 422, 422, 422]);
  });

  test('a repeated refund with its key changes nothing', async () => {
    const id = await paid();
    const first = await refund(id, { amount: 300 }, `r${id}`);
    expect((await refund(id, { amount: 300 }, `r${id}`)).body).toEqual(first.body);
    expect((await refund(id, { amount: 300 }, `other-r${id}`)).body.payment.refundedAmount).toBe(600);
    expect(paymentEvents()).toHaveLength(3);
  });

  test('ten refunds with one key at once give back once', async () => {
    const id = await paid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund(id, { amount: 100 }, `r${id}`)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.payment.refundedAmount as number}`))).toEqual(
      new Set(['200 100']),
    );
  });

  test.each([
    { name: 'another amount', ask: (id: number) => refund(id, { amount: 200 }, `r${id}`) },
    { name: 'another payment', ask: async (id: number) => refund(await paid(), { amount: 100 }, `r${id}`) },
  ])('a key that was used for $name is refused', async ({ ask }) => {
    const id = await paid();
    await refund(id, { amount: 100 }, `r${id}`);
    const { status, body } = await ask(id);
    expect([status, body.error.code]).toEqual([422, 'idempotency_conflict']);
  });

  test('a declined payment has nothing to give back', async () => {
    payment.drawn = 0;
    expect((await refund(await paid())).body.error.code).toBe('payment_not_refundable');
  });

  test.each([
    { name: 'an unknown payment', id: 999_999, amount: 1, status: 404 },
    { name: 'an amount of nothing', id: 1, amount: 0, status: 400 },
  ])('$name is a $status', async ({ id, amount, status }) => {
    expect((await refund(id, { amount })).status).toBe(status);
  });
});
