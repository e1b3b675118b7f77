import { fail } from '../errors';
import { isSameRequest, type Order, type OrderRequest } from './order';
import type { OrderDeps } from './order-deps';
import { refund } from './refund';

/** An order as it stands after the payment, with the reason when the payment failed in this call. */
export interface PlacedOrder {
  readonly order: Order;
  readonly failure: string | undefined;
}

/**
 * Places an order: stock and pending order in one transaction, then the payment, then paid or failed with the stock
 * given back. A repeated request gets the first one's order; one that is still pending is settled again, which charges
 * nothing twice because the payment has a key of its own.
 */
export async function placeOrder(request: OrderRequest, deps: OrderDeps): Promise<PlacedOrder> {
  const reservation = await deps.orders.reserve(request);
  switch (reservation.outcome) {
    case 'product_not_found':
    case 'customer_not_found':
    case 'insufficient_stock':
      throw fail(reservation.outcome);
    case 'repeated':
      if (!isSameRequest(reservation.order, request)) throw fail('idempotency_conflict');
      return reservation.order.status === 'pending'
        ? settle(reservation.order, deps)
        : { order: reservation.order, failure: undefined };
    case 'reserved':
      reportReserved(reservation.order, reservation.stockLevel, deps);
      return settle(reservation.order, deps);
  }
}

function reportReserved(order: Order, stockLevel: number, { log, metrics }: OrderDeps): void {
  const { id: orderId, productId, quantity, totalAmountCents } = order;
  log.event('stock_reserved', { orderId, productId, quantity, stockLevel });
  log.event('order_created', { orderId, productId, quantity, totalAmountCents });
  metrics.orders_total.inc({ status: 'pending' });
}

async function settle(order: Order, deps: OrderDeps): Promise<PlacedOrder> {
  const payment = await deps.payments.authorise(order);
  if (payment.outcome === 'approved') return finish(order, payment.paymentId, deps);
  const failed = await deps.orders.markFailed(order.id);
  if (failed !== undefined) reportFailed(failed, payment.reason, deps);
  return { order: failed ?? (await current(order, deps)), failure: payment.reason };
}

async function finish(order: Order, paymentId: number, deps: OrderDeps): Promise<PlacedOrder> {
  const paid = await deps.orders.markPaid(order.id, paymentId);
  if (paid !== undefined) {
    reportPaid(paid, deps);
    return { order: paid, failure: undefined };
  }
  // Another process settled the order meanwhile; where it undid it, the payment has no order any more.
  const settled = await current(order, deps);
  if (settled.paymentId !== paymentId) await refund({ orderId: order.id, paymentId }, deps);
  return { order: settled, failure: settled.status === 'payment_failed' ? 'settled_late' : undefined };
}

async function current(order: Order, { orders }: OrderDeps): Promise<Order> {
  const found = await orders.find(order.id);
  if (found === undefined) throw new Error(`order ${order.id} is gone`);
  return found;
}

/** Counts and logs an order that became paid. */
export function reportPaid(order: Order, { log, metrics }: OrderDeps): void {
  log.event('order_paid', { orderId: order.id, paymentId: order.paymentId ?? 0 });
  metrics.orders_total.inc({ status: 'paid' });
  metrics.order_value_total.inc({}, order.totalAmountCents / 100);
}

/** Counts and logs an order whose payment failed. */
export function reportFailed(order: Order, reason: string, { log, metrics }: OrderDeps): void {
  log.event('order_failed', { orderId: order.id, reason });
  metrics.orders_total.inc({ status: 'payment_failed' });
}
