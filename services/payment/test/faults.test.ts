import { faultsClient } from '@firedrill/faults';
import { createServiceParts } from '@firedrill/service-kit';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { createPaymentApp } from '../src/app';
import { PAYMENT } from '../src/service';
import { usePayment } from './start-payment';
import { until } from './until';

const payment = usePayment();
const { addOrder, pay, series } = payment;

describe('the fault payment_decline', () => {
  test('declines its share by its reason until it is cleared, over HTTP', async () => {
    const server = payment.app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const client = faultsClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const outcome = async (method: string): Promise<unknown> => {
      const orderId = await addOrder();
      const { payment: made } = (await pay(orderId, `k${orderId}`, { method })).body as {
        payment: { status: string; reason?: string };
      };
      return made.reason ?? made.status;
    };
    await client.inject({ kind: 'payment_decline', values: { share: 0.8, method: 'card' } });
    expect([await outcome('card'), await outcome('paypal')]).toEqual(['gateway_timeout', 'approved']);
    payment.drawn = 0.85;
    expect(await outcome('card')).toBe('approved');
    await client.clear();
    payment.drawn = 0.5;
    expect(await outcome('card')).toBe('approved');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('faults of the database', () => {
  test('slow queries make requests slow, the metric shows it, and clearing ends it', async () => {
    payment.parts.faults.inject({ kind: 'db_slow', values: { ms: 150 } });
    await request(payment.app).get('/payments/1');
    payment.parts.faults.clearAll();
    expect(await series('db_query_duration_seconds')).toContain(
      'db_query_duration_seconds_bucket{le="0.1",operation="select",table="payments"} 0',
    );
  });

  test('leaked connections leave none for requests until they are given back', async () => {
    payment.parts.faults.inject({ kind: 'db_pool_leak', severity: 'severe' });
    const waiting = request(payment.app)
      .get('/payments/999999')
      .then(({ status }) => status);
    const pool = (): Promise<string> => series('db_pool_connections');
    await until(async () => (await pool()).includes('{state="waiting"} 1'));
    expect(await pool()).toContain('{state="used"} 5');
    payment.parts.faults.clearAll();
    expect(await waiting).toBe(404);
  });
});

test('without its database the service is not ready and answers 503, not 500', async () => {
  const cut = createServiceParts(PAYMENT, { logger: payment.logger, databaseUrl: 'postgres://shop@127.0.0.1:1/shop' });
  const cutApp = createPaymentApp(cut);
  const ready = await request(cutApp).get('/readyz');
  expect([ready.status, ready.body.failing]).toEqual([503, ['database']]);
  const { status, body } = await request(cutApp).get('/payments/1');
  expect([status, body.error.code]).toEqual([503, 'database_unavailable']);
  expect(payment.logger.lines()).toContainEqual(expect.objectContaining({ event: 'db_error', code: 'ECONNREFUSED' }));
  await cut.database.close();
});
