import { defineErrors, failures } from '@firedrill/service-kit';

/** What api refuses; `rule` errors break a rule of the business and are counted as such. */
export const ERRORS = defineErrors({
  product_not_found: { status: 404, level: 'info', message: 'there is no such product' },
  order_not_found: { status: 404, level: 'info', message: 'there is no such order' },
  customer_not_found: { status: 422, level: 'info', message: 'there is no such customer' },
  insufficient_stock: { status: 409, level: 'info', rule: true, message: 'there is not enough stock' },
  idempotency_conflict: {
    status: 422,
    level: 'info',
    rule: true,
    message: 'this idempotency key was used for another order',
  },
  order_not_cancellable: {
    status: 409,
    level: 'info',
    rule: true,
    message: 'only a paid order that was not dispatched yet can be cancelled',
  },
});

export const fail = failures(ERRORS);
