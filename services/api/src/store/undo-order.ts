import type { OrderStatus } from '@firedrill/db';
import type { Knex } from 'knex';
import type { Order } from '../domain/order';
import { orderOf } from './order-row';

/** Moves an order from a status that holds stock to one that does not, and gives the stock back. */
export async function undoOrder(
  trx: Knex.Transaction,
  id: number,
  from: OrderStatus,
  to: 'payment_failed' | 'cancelled',
): Promise<Order | undefined> {
  const rows = await trx('orders').where({ id, order_status: from }).update({ order_status: to }).returning('*');
  const order = orderOf(rows[0]);
  if (order !== undefined) await changeStock(trx, order, order.quantity, 'order_returned');
  return order;
}

/** Changes a stock level for an order, with its movement; the new level, undefined when there is not enough. */
export async function changeStock(
  trx: Knex.Transaction,
  order: Order,
  delta: number,
  reason: 'order' | 'order_returned',
): Promise<number | undefined> {
  // The hint is for the metrics of queries: the text does not show what the function writes.
  const { rows } = await trx.raw<{ rows: { level: number }[] }>(
    '/* update products */ SELECT level FROM change_stock(?, ?, ?, ?) AS level WHERE level IS NOT NULL',
    [order.productId, delta, reason, order.id],
  );
  return rows[0]?.level;
}
