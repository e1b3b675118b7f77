import {
  centsFromNumeric,
  databaseErrorCode,
  isUniqueViolation,
  numericFromCents,
  type Database,
  type DatabaseEvents,
} from '@firedrill/database';
import type { PaymentRow } from '@firedrill/db';
import type { Log } from '@firedrill/telemetry';
import type { Decision, DeclineReason, Payment, PaymentRequest, PaymentStore } from '../domain/payment';
import { fail } from '../errors';

const FOREIGN_KEY_VIOLATION = '23503';

/** Payments in PostgreSQL; its transactions are logged on the request's log. */
export function paymentStore({ knex, transaction }: Database, log: Log<DatabaseEvents>): PaymentStore {
  return {
    find: async (id) => fromRow(await knex('payments').where({ id }).first()),
    findByKey: async (key) => fromRow(await knex('payments').where({ idempotency_key: key }).first()),
    listByOrder: async (orderId) => (await knex('payments').where({ order_id: orderId }).orderBy('id')).map(toPayment),
    add: async (request, decision) => {
      try {
        const rows = await knex('payments')
          .insert(toRow(request, decision))
          .onConflict('idempotency_key')
          .ignore()
          .returning('*');
        return fromRow(rows[0]);
      } catch (error) {
        if (isUniqueViolation(error, 'payments_one_charge')) throw fail('order_already_paid');
        if (databaseErrorCode(error) === FOREIGN_KEY_VIOLATION) throw fail('order_not_found', { field: 'orderId' });
        throw error;
      }
    },
    update: (id, change) =>
      transaction({ name: 'refund_payment', log }, async (trx) => {
        const row = await trx('payments').where({ id }).forUpdate().first();
        if (row === undefined) return undefined;
        const payment = change(toPayment(row));
        await trx('payments')
          .where({ id })
          .update({ refunded_amount: numericFromCents(payment.refundedAmount), status: payment.status });
        return payment;
      }),
  };
}

function toRow(
  { orderId, amount, method, idempotencyKey }: PaymentRequest,
  decision: Decision,
): Omit<PaymentRow, 'id' | 'created_at' | 'refunded_amount'> {
  return {
    order_id: orderId,
    amount: numericFromCents(amount),
    method,
    idempotency_key: idempotencyKey,
    status: decision === undefined ? 'approved' : 'declined',
    failure_reason: decision?.declined ?? null,
  };
}

function fromRow(row: PaymentRow | undefined): Payment | undefined {
  return row === undefined ? undefined : toPayment(row);
}

function toPayment(row: PaymentRow): Payment {
  return {
    id: row.id,
    orderId: row.order_id,
    amount: centsFromNumeric(row.amount),
    refundedAmount: centsFromNumeric(row.refunded_amount),
    method: row.method,
    status: row.status,
    reason: (row.failure_reason ?? undefined) as DeclineReason | undefined,
    createdAt: row.created_at,
  };
}
