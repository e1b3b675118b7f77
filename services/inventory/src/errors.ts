import { defineErrors, failures } from '@firedrill/service-kit';

/** How a request to inventory can fail beside the kit's errors. */
export const ERRORS = defineErrors({
  product_not_found: { status: 404, level: 'info', message: 'there is no such product' },
});

export const fail = failures(ERRORS);
