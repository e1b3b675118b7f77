import { json, type Handlers, type RequestContext } from '@firedrill/service-kit';
import type { MetricsOf } from '@firedrill/telemetry';
import { authorisePayment } from '../domain/authorise-payment';
import type { Payment, PaymentGateway, PaymentStore } from '../domain/payment';
import { refundPayment } from '../domain/refund-payment';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';
import type { ROUTES } from '../routes';

export interface PaymentDeps {
  readonly gateway: PaymentGateway;
  readonly metrics: MetricsOf<typeof METRICS>;
  readonly storeFor: (context: Context) => PaymentStore;
}

type Context = RequestContext<typeof EVENTS>;

/** A decline is an answer (201), not an HTTP error; a repeated request is answered 200. */
export function paymentHandlers(deps: PaymentDeps): Handlers<typeof ROUTES, typeof EVENTS> {
  const { gateway, metrics, storeFor } = deps;
  return {
    authorise_payment: async ({ body, headers }, context) => {
      const start = performance.now();
      const request = { ...body, idempotencyKey: headers['idempotency-key'] };
      const { payment, replayed } = await authorisePayment(request, { store: storeFor(context), gateway });
      if (!replayed) recordAuthorisation(payment, performance.now() - start, metrics, context);
      return json({ payment }, replayed ? 200 : 201);
    },
    list_payments: async ({ query }, context) => json({ payments: await storeFor(context).listByOrder(query.order) }),
    get_payment: async ({ params }, context) => {
      const payment = await storeFor(context).find(params.id);
      if (payment === undefined) throw fail('payment_not_found');
      return json({ payment });
    },
    refund_payment: async ({ params, body: { amount }, headers }, context) => {
      const request = { paymentId: params.id, amount, idempotencyKey: headers['idempotency-key'] };
      const refund = await storeFor(context).refund(request, (payment) => refundPayment(payment, amount));
      if (refund === undefined) throw fail('payment_not_found');
      if (refund.refunded > 0) recordRefund(refund.payment, refund.refunded, metrics, context);
      return json({ payment: refund.payment });
    },
  };
}

function recordAuthorisation(
  { id: transactionId, orderId, method, amount, status, reason }: Payment,
  duration: number,
  metrics: MetricsOf<typeof METRICS>,
  { log }: Context,
): void {
  const fields = { orderId, transactionId, method, amount, durationMs: Math.round(duration * 10) / 10 };
  metrics.payments_total.inc({ status, method });
  if (reason !== undefined) {
    log.event('payment_declined', { ...fields, reason });
    return;
  }
  metrics.payment_amount_total.inc({}, amount / 100);
  log.event('payment_approved', fields);
}

function recordRefund(
  { id: transactionId, orderId, method }: Payment,
  amount: number,
  metrics: MetricsOf<typeof METRICS>,
  { log }: Context,
): void {
  metrics.payments_total.inc({ status: 'refunded', method });
  log.event('payment_refunded', { orderId, transactionId, method, amount });
}
