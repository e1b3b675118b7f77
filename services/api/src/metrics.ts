import { ORDER_STATUSES, SUPPLIER_NAMES } from '@firedrill/db';
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
    help: 'Orders that have a status now, counted every 5 s.',
    labels: { status: ORDER_STATUSES },
  },
  login_attempts_total: {
    type: 'counter',
    help: 'Log-ins that were tried.',
    labels: { result: ['success', 'failure'] },
  },
  deliveries_total: { type: 'counter', help: 'Orders delivered.', labels: { supplier: SUPPLIER_NAMES, driver: 'any' } },
  delivery_duration_seconds: {
    type: 'histogram',
    help: 'Time from dispatch to delivery.',
    labels: { supplier: SUPPLIER_NAMES },
    buckets: [5, 7.5, 10, 12.5, 15, 20, 30, 60, 120, 300],
  },
  order_value_total: { type: 'counter', help: 'Value of paid orders in currency units.', labels: {} },
});
