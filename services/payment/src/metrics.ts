import { PAYMENT_METHODS, PAYMENT_STATUSES } from '@firedrill/db';
import { defineMetrics } from '@firedrill/telemetry';

/** The metrics that payment owns. */
export const METRICS = defineMetrics({
  payments_total: {
    type: 'counter',
    help: 'Payments approved, declined and refunded.',
    labels: { status: PAYMENT_STATUSES, method: PAYMENT_METHODS },
  },
  payment_amount_total: { type: 'counter', help: 'Approved amounts, in currency units.', labels: {} },
});
