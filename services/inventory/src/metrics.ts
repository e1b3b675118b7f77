import { defineMetrics } from '@firedrill/telemetry';

/** The metrics that inventory owns. */
export const METRICS = defineMetrics({
  inventory_stock_level: {
    type: 'gauge',
    help: 'Units of a product in stock.',
    labels: { product_id: 'any', product_name: 'any' },
  },
  inventory_low_stock_products: {
    type: 'gauge',
    help: 'Products whose stock is at their threshold or below.',
    labels: {},
  },
});
