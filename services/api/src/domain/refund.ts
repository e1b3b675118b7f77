import type { OrderDeps } from './order-deps';
import type { ChargedOrder } from './ports';

/** Gives a payment back, and says whether it did; one that cannot be given back now is left to the reconciler. */
export async function refund(charged: ChargedOrder, { payments, log }: OrderDeps): Promise<boolean> {
  const reason = await payments.refund(charged);
  if (reason !== undefined) log.event('refund_failed', { ...charged, reason });
  return reason === undefined;
}
