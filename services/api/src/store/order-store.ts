import {
  centsFromNumeric,
  databaseErrorCode,
  numericFromCents,
  type Database,
  type DatabaseEvents,
} from '@firedrill/database';
import type { Log } from '@firedrill/telemetry';
import type { Knex } from 'knex';
import type { Order, OrderPage, OrderQuery, OrderRequest } from '../domain/order';
import type { ChargedOrder, OrderStore, Reservation } from '../domain/ports';
import type { OrderRow } from '@firedrill/db';
import { orderOf } from './order-row';
import { settleOneAbandoned } from './settle-abandoned';
import { changeStock, undoOrder } from './undo-order';

/** The orders in PostgreSQL, for one request or one background run, whose log it is. */
export function orderStore(database: Database, log: Log<DatabaseEvents>): OrderStore {
  const { knex } = database;
  const transaction = <T>(name: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
    database.transaction({ name, log }, work);
  return {
    list: (query) => list(knex, query),
    find: async (id) => orderOf(await knex('orders').where({ id }).first()),
    reserve: (request) => reserve(request, transaction),
    markPaid: async (id, paymentId) => {
      const rows = await knex('orders')
        .where({ id, order_status: 'pending' })
        .update({ order_status: 'paid', payment_id: paymentId })
        .returning('*');
      return orderOf(rows[0]);
    },
    markFailed: (id) => transaction('undo_order', (trx) => undoOrder(trx, id, 'pending', 'payment_failed')),
    cancel: (id) => transaction('cancel_order', (trx) => undoOrder(trx, id, 'paid', 'cancelled')),
    settleAbandoned: (olderThanMs) => transaction('settle_abandoned', (trx) => settleOneAbandoned(trx, olderThanMs)),
    unduePayments: (withinMs, limit) => unduePayments(knex, withinMs, limit),
  };
}

type Transact = <T>(name: string, work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;

/** Ends the transaction with an answer that is no error of the database. */
class Refusal extends Error {
  readonly outcome: 'product_not_found' | 'insufficient_stock';

  constructor(outcome: Refusal['outcome']) {
    super(outcome);
    this.outcome = outcome;
  }
}

// Products are never removed, so that only the customer can be missing.
const FOREIGN_KEY_VIOLATION = '23503';

async function reserve(request: OrderRequest, transaction: Transact): Promise<Reservation> {
  try {
    return await transaction('place_order', (trx) => reserveIn(trx, request));
  } catch (error) {
    if (error instanceof Refusal) return { outcome: error.outcome };
    if (databaseErrorCode(error) === FOREIGN_KEY_VIOLATION) return { outcome: 'customer_not_found' };
    throw error;
  }
}

/**
 * Locks the order (by writing it) before the product, as `undoOrder` does: in another order two transactions could wait
 * for each other.
 */
async function reserveIn(trx: Knex.Transaction, request: OrderRequest): Promise<Reservation> {
  const { idempotencyKey, productId, quantity, paymentMethod, customerId } = request;
  const repeated = orderOf(await trx('orders').where({ idempotency_key: idempotencyKey }).first());
  if (repeated !== undefined) return { outcome: 'repeated', order: repeated };
  const product = await trx('products').where({ id: productId }).first('price');
  if (product === undefined) throw new Refusal('product_not_found');
  const rows = await trx('orders')
    .insert({
      product_id: productId,
      customer_id: customerId ?? null,
      quantity,
      total_amount: numericFromCents(centsFromNumeric(product.price) * quantity),
      payment_method: paymentMethod,
      idempotency_key: idempotencyKey,
    })
    .onConflict('idempotency_key')
    .ignore()
    .returning('*');
  const order = orderOf(rows[0]);
  if (order === undefined) return { outcome: 'repeated', order: await existing(trx, idempotencyKey) };
  const stockLevel = await changeStock(trx, order, -quantity, 'order');
  if (stockLevel === undefined) throw new Refusal('insufficient_stock');
  return { outcome: 'reserved', order, stockLevel };
}

async function existing(trx: Knex.Transaction, idempotencyKey: string): Promise<Order> {
  const order = orderOf(await trx('orders').where({ idempotency_key: idempotencyKey }).first());
  if (order === undefined) throw new Error(`an order with key ${idempotencyKey} conflicts and cannot be read`);
  return order;
}

/** Reads the ids from an index first, so that the pages that are passed over cost no rows; one more tells of a next page. */
async function list(knex: Knex, { status, customer, page, limit }: OrderQuery): Promise<OrderPage> {
  const ids = knex('orders')
    .orderBy('id', 'desc')
    .offset((page - 1) * limit)
    .limit(limit + 1)
    .select('id');
  if (status !== undefined) void ids.where({ order_status: status });
  if (customer !== undefined) void ids.where({ customer_id: customer });
  const rows = await knex('orders').whereIn('id', ids).orderBy('id', 'desc').select<OrderRow[]>('*');
  return { orders: rows.slice(0, limit).map((row) => orderOf(row)), page, limit, hasMore: rows.length > limit };
}

async function unduePayments(knex: Knex, withinMs: number, limit: number): Promise<readonly ChargedOrder[]> {
  return knex('orders as o')
    .join('payments as p', 'p.order_id', 'o.id')
    .whereIn('o.order_status', ['payment_failed', 'cancelled'])
    .whereRaw(`o.updated_at > now() - ? * interval '1 millisecond'`, [withinMs])
    .where('p.status', 'approved')
    .limit(limit)
    .select<ChargedOrder[]>({ orderId: 'o.id', paymentId: 'p.id' });
}
