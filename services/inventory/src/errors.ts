import { defineErrors, failures } from '@firedrill/service-kit';

/** How a request to inventory can fail beside the kit's errors. */
export const ERRORS = defineErrors({
  product_not_found: { status: 404, level: 'info', message: 'there is no such product' },
  shelf_full: { status: 409, level: 'info', rule: true, message: 'there is no room for so many units' },
});

export const fail = failures(ERRORS);
