import { createHttpClient } from '@firedrill/service-kit';
import { startBackground } from '../src/background';
import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

test('orders are reconciled and counted as soon as the service starts', async () => {
  await api.order('counted');
  const left = {
    idempotencyKey: 'left',
    productId: 1,
    quantity: 1,
    paymentMethod: 'card',
    customerId: undefined,
  } as const;
  await api.deps.orders.reserve(left);
  await api
    .knex('orders')
    .where({ idempotency_key: 'left' })
    .update({ updated_at: new Date(Date.now() - 60_000) });
  const client = createHttpClient({ name: 'payment', baseUrl: api.payment.url, timeoutMs: 300 });
  await startBackground(api.parts, client).stop();
  await startBackground(api.parts, client).stop();
  client.close();
  expect(await api.metric('orders_by_status{')).toEqual([
    'orders_by_status{status="pending"} 0',
    'orders_by_status{status="paid"} 1',
    'orders_by_status{status="payment_failed"} 1',
    'orders_by_status{status="dispatched"} 0',
    'orders_by_status{status="in_transit"} 0',
    'orders_by_status{status="delivered"} 0',
    'orders_by_status{status="cancelled"} 0',
  ]);
  expect(api.logger.lines()).toContainEqual(
    expect.objectContaining({
      event: 'order_reconciled',
      status: 'payment_failed',
      reqId: expect.stringMatching(/^api-/),
    }),
  );
});

test('while deliveries are stalled nothing arrives; when the fault is cleared, what was on its way does', async () => {
  const { body } = await api.order('stalled');
  const driven = { supplier: 'Rapid', driver: 'Kim', dispatched_at: new Date() } as const;
  const order = () => api.knex('orders').where({ id: body.id });
  await order().update({ order_status: 'dispatched', ...driven });
  await order().update({ order_status: 'in_transit' });
  await order().update({ updated_at: new Date(Date.now() - 60_000) });
  const client = createHttpClient({ name: 'payment', baseUrl: api.payment.url, timeoutMs: 300 });
  const status = async (): Promise<string> => (await api.http.get(`/orders/${body.id}`)).body.status;

  expect((await api.http.post('/faults').send({ kind: 'delivery_stall', severity: 'mild' })).status).toBe(201);
  await startBackground(api.parts, client).stop();
  expect(await status()).toBe('in_transit');
  await api.http.delete('/faults');
  await startBackground(api.parts, client).stop();
  expect(await status()).toBe('delivered');
  client.close();
});
