import { defineErrors, failures } from '@firedrill/service-kit';

/** How a request to payment can fail beside the kit's errors. */
export const ERRORS = defineErrors({
  payment_not_found: { status: 404, level: 'info', message: 'there is no such payment' },
  order_not_found: { status: 422, level: 'info', message: 'orderId: there is no such order' },
  order_already_paid: { status: 409, level: 'info', rule: true, message: 'the order has been paid already' },
  idempotency_conflict: {
    status: 422,
    level: 'info',
    rule: true,
    message: 'the idempotency key was used for another payment',
  },
  payment_not_refundable: {
    status: 409,
    level: 'info',
    rule: true,
    message: 'a declined payment has nothing to refund',
  },
  refund_exceeds_payment: { status: 422, level: 'info', rule: true, message: 'more than what is left of the payment' },
});

export const fail = failures(ERRORS);
