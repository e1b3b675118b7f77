import { fail } from '../errors';
import type { Payment } from './payment';

/**
 * The payment after a refund of so many cents; without an amount, of all that is left, so that repeating it changes
 * nothing. Throws `payment_not_refundable` and `refund_exceeds_payment`.
 */
export function refundPayment(payment: Payment, amount: number | undefined): Payment {
  if (payment.status === 'declined') throw fail('payment_not_refundable');
  const left = payment.amount - payment.refundedAmount;
  const refund = amount ?? left;
  if (refund > left) {
    throw fail('refund_exceeds_payment', {
      message: `amount: expected at most ${left}, got ${refund}`,
      field: 'amount',
    });
  }
  const refundedAmount = payment.refundedAmount + refund;
  return { ...payment, refundedAmount, status: refundedAmount === payment.amount ? 'refunded' : 'approved' };
}
