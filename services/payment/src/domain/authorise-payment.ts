import { fail } from '../errors';
import type { Payment, PaymentGateway, PaymentRequest, PaymentStore } from './payment';

export interface Authorisation {
  readonly payment: Payment;
  /** The key was known: nothing happened this time. */
  readonly replayed: boolean;
}

/**
 * Asks the gateway for a payment, once for each key: a repeated request gets the first answer. Throws
 * `idempotency_conflict` when the key was used for another payment, `order_already_paid`, `order_not_found`.
 */
export async function authorisePayment(
  request: PaymentRequest,
  { store, gateway }: { readonly store: PaymentStore; readonly gateway: PaymentGateway },
): Promise<Authorisation> {
  const known = await store.findByKey(request.idempotencyKey);
  if (known !== undefined) return replay(request, known);
  const decision = await gateway.authorise(request);
  const payment = await store.add(request, decision);
  if (payment !== undefined) return { payment, replayed: false };
  const first = await store.findByKey(request.idempotencyKey);
  if (first === undefined) throw new Error(`the payment of key ${request.idempotencyKey} is gone`);
  return replay(request, first);
}

function replay(request: PaymentRequest, payment: Payment): Authorisation {
  const same =
    payment.orderId === request.orderId && payment.amount === request.amount && payment.method === request.method;
  if (!same) throw fail('idempotency_conflict');
  return { payment, replayed: true };
}
