import { fail } from '../errors';
import type { Order } from './order';
import type { OrderDeps } from './order-deps';
import { refund } from './refund';

/** Cancels a paid order: the stock goes back, then the payment. Cancelling twice is cancelling once. */
export async function cancelOrder(id: number, deps: OrderDeps): Promise<Order> {
  const cancelled = await deps.orders.cancel(id);
  if (cancelled === undefined) {
    const order = await deps.orders.find(id);
    if (order === undefined) throw fail('order_not_found');
    if (order.status !== 'cancelled') throw fail('order_not_cancellable', { message: `the order is ${order.status}` });
    return order;
  }
  deps.log.event('order_cancelled', { orderId: id });
  deps.metrics.orders_total.inc({ status: 'cancelled' });
  if (cancelled.paymentId !== undefined) await refund({ orderId: id, paymentId: cancelled.paymentId }, deps);
  return cancelled;
}
