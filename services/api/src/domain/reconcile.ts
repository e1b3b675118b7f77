import type { OrderDeps } from './order-deps';
import { reportFailed, reportPaid } from './place-order';
import { refund } from './refund';

/** Longer than a request may wait for its payment, so that no order is taken from under a request that lives. */
const ABANDONED_AFTER_MS = 30_000;

/** Payments that one run gives back. */
const PORTION = 100;

/**
 * Finishes or undoes what a crash or a time-out left: orders that stayed pending, and payments of orders that failed or
 * were cancelled within `lookBackMs`. Several processes may run it at once: an order is settled by one of them, and a
 * payment that two give back is given back once. False when payments are left that could not be given back.
 */
export async function reconcile(lookBackMs: number, deps: OrderDeps): Promise<boolean> {
  await settleAbandoned(deps);
  const undue = await deps.orders.unduePayments(lookBackMs, PORTION);
  let finished = undue.length < PORTION;
  for (const charged of undue) {
    if (!(await refund(charged, deps))) finished = false;
  }
  return finished;
}

async function settleAbandoned(deps: OrderDeps): Promise<void> {
  for (;;) {
    const order = await deps.orders.settleAbandoned(ABANDONED_AFTER_MS);
    if (order === undefined) return;
    deps.log.event('order_reconciled', { orderId: order.id, status: order.status });
    if (order.status === 'paid') reportPaid(order, deps);
    else reportFailed(order, 'abandoned', deps);
  }
}
