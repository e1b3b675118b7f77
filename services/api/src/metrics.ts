import { ORDER_STATUSES } from '@firedrill/db';
import { defineMetrics } from '@firedrill/telemetry';

/** The metrics that api owns. */
export const METRICS = defineMetrics({
  orders_total: {
    type: 'counter',
    help: 'Orders that reached a status; each order counts once in every status it passes.',
    labels: { status: ORDER_STATUSES },
  },
  orders_by_status: {
    type: 'gauge',
    help: 'Orders that have a status now, counted every 15 s.',
    labels: { status: ORDER_STATUSES },
  },
  order_value_total: { type: 'counter', help: 'Value of paid orders in currency units.', labels: {} },
});
