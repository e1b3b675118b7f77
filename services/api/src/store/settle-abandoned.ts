import type { Knex } from 'knex';
import type { Order } from '../domain/order';
import { orderOf } from './order-row';
import { undoOrder } from './undo-order';

/**
 * Takes the oldest order that nobody works on any more: paid when its payment was approved, failed otherwise. Rows that
 * another process holds are left to it; undefined when there is none. One order a transaction, because two transactions
 * that each lock several products could wait for each other.
 */
export async function settleOneAbandoned(trx: Knex.Transaction, olderThanMs: number): Promise<Order | undefined> {
  const abandoned = await trx('orders')
    .where('order_status', 'pending')
    .whereRaw(`updated_at < now() - ? * interval '1 millisecond'`, [olderThanMs])
    .orderBy('updated_at')
    .forNoKeyUpdate()
    .skipLocked()
    .first('id');
  if (abandoned === undefined) return undefined;
  const { id } = abandoned;
  const payment = await trx('payments').where({ order_id: id, status: 'approved' }).first('id');
  if (payment === undefined) return undoOrder(trx, id, 'pending', 'payment_failed');
  const rows = await trx('orders')
    .where({ id })
    .update({ order_status: 'paid', payment_id: payment.id })
    .returning('*');
  return orderOf(rows[0]);
}
