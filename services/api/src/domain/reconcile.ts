import type { OrderDeps } from './order-deps';
import { reportFailed, reportPaid } from './place-order';
import { refund } from './refund';

/** Longer than a request may wait for its payment, so that no order is taken from under a request that lives. */
const ABANDONED_AFTER_MS = 30_000;

/**
 * Finishes or undoes what a crash or a time-out left: orders that stayed pending, and payments of orders that failed or
 * were cancelled within `lookBackMs`. Several processes may run it at once.
 */
export async function reconcile(lookBackMs: number, deps: OrderDeps): Promise<void> {
  await settleAbandoned(deps);
  for (const charged of await deps.orders.unduePayments(lookBackMs)) await refund(charged, deps);
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
