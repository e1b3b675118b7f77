import { defineErrors, failures } from '@firedrill/service-kit';

/** What api refuses; `rule` errors break a rule of the business and are counted as such. */
export const ERRORS = defineErrors({
  product_not_found: { status: 404, level: 'info', message: 'there is no such product' },
  order_not_found: { status: 404, level: 'info', message: 'there is no such order' },
  customer_not_found: { status: 422, level: 'info', message: 'there is no such customer' },
  email_taken: {
    status: 409,
    level: 'info',
    rule: true,
    message: 'there is an account with this e-mail address already',
  },
  invalid_credentials: { status: 401, level: 'info', message: 'e-mail address or password is wrong' },
  too_many_attempts: { status: 429, level: 'info', message: 'too many log-ins, try again in a minute' },
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
