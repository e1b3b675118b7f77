/** Share of authorisations that are declined, above which customers are losing orders. */
export const PAYMENT_FAILURE_SHARE = 0.05;

/**
 * Declines in one window below which their share means nothing: at two payments a second and 2 % declines, twelve in a
 * minute come by chance less than once in a day.
 */
export const PAYMENT_FAILURE_MINIMUM = 12;

/** Time-outs of the payment gateway in one window that are more than an odd slow answer. */
export const GATEWAY_TIMEOUTS = 5;
