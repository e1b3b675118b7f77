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
import type { Knex } from 'knex';
import type {
  Decision,
  DeclineReason,
  Payment,
  PaymentRequest,
  PaymentStore,
  Refund,
  RefundRequest,
} from '../domain/payment';
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
    refund: async (request, change) => {
      try {
        return await transaction({ name: 'refund_payment', log }, (trx) => refund(trx, request, change));
      } catch (error) {
        // The same key at the same moment for another payment.
        if (isUniqueViolation(error, 'refunds_idempotency_key_key')) throw fail('idempotency_conflict');
        throw error;
      }
    },
  };
}

async function refund(
  trx: Knex.Transaction,
  { paymentId, amount, idempotencyKey }: RefundRequest,
  change: (payment: Payment) => Payment,
): Promise<Refund | undefined> {
  const row = await trx('payments').where({ id: paymentId }).forUpdate().first();
  if (row === undefined) return undefined;
  const before = toPayment(row);
  if (idempotencyKey !== undefined) {
    const known = await trx('refunds').where({ idempotency_key: idempotencyKey }).first();
    if (known !== undefined) {
      const same =
        known.payment_id === paymentId && (amount ?? centsFromNumeric(known.amount)) === centsFromNumeric(known.amount);
      if (!same) throw fail('idempotency_conflict');
      return { payment: before, refunded: 0 };
    }
  }
  const payment = change(before);
  const refunded = payment.refundedAmount - before.refundedAmount;
  if (refunded === 0) return { payment, refunded };
  await trx('refunds').insert({
    payment_id: paymentId,
    amount: numericFromCents(refunded),
    idempotency_key: idempotencyKey ?? null,
  });
  await trx('payments')
    .where({ id: paymentId })
    .update({ refunded_amount: numericFromCents(payment.refundedAmount), status: payment.status });
  return { payment, refunded };
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
