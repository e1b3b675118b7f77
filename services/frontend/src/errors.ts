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
  form_rejected: {
    status: 403,
    level: 'info',
    message:
      'This form is not from a page that we made for you, or cookies are switched off. Please load the page again.',
  },
  session_expired: {
    status: 403,
    level: 'info',
    message: 'You were away for a while, so your cart is empty again. Nothing was ordered or changed.',
  },
  order_not_cancellable: { status: 409, level: 'info', message: 'This order cannot be cancelled any more.' },
  api_failed: { status: 502, level: 'error', message: 'The shop cannot answer at the moment. Please try again.' },
});

export const fail = failures(ERRORS);
