import { centsFromNumeric } from '@firedrill/database';
import type { OrderRow } from '@firedrill/db';
import type { Order } from '../domain/order';

/** The order that a row of `orders` holds. */
export function orderOf(row: OrderRow): Order;
export function orderOf(row: OrderRow | undefined): Order | undefined;
export function orderOf(row: OrderRow | undefined): Order | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id,
    productId: row.product_id,
    customerId: row.customer_id ?? undefined,
    quantity: row.quantity,
    totalAmountCents: centsFromNumeric(row.total_amount),
    status: row.order_status,
    paymentMethod: row.payment_method,
    paymentId: row.payment_id ?? undefined,
    orderTime: row.order_time,
    updatedAt: row.updated_at,
    supplier: row.supplier ?? undefined,
    driver: row.driver ?? undefined,
    dispatchedAt: row.dispatched_at ?? undefined,
    deliveredAt: row.delivered_at ?? undefined,
  };
}
