import { defineErrors, failures } from '@firedrill/service-kit';

/** What frontend refuses; the messages are read by shoppers. */
export const ERRORS = defineErrors({
  product_not_found: { status: 404, level: 'info', message: 'We do not have this product.' },
  order_not_found: { status: 404, level: 'info', message: 'We do not know this order.' },
  cart_empty: { status: 409, level: 'info', message: 'Your cart is empty.' },
  cart_full: { status: 409, level: 'info', message: 'A cart holds ten different products at most.' },
  checkout_outdated: {
    status: 409,
    level: 'info',
    message: 'Your cart changed after this page was made. Please look at it again.',
  },
  out_of_stock: {
    status: 409,
    level: 'info',
    message: 'There are not that many left. Nothing was ordered or charged.',
  },
  api_failed: { status: 502, level: 'error', message: 'The shop cannot answer at the moment. Please try again.' },
});

export const fail = failures(ERRORS);
