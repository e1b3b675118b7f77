import { defineEvents } from '@firedrill/telemetry';

const LEVEL_FIELDS = { productId: 'number', productName: 'string', stockLevel: 'number', threshold: 'number' } as const;

/** The log events that inventory owns. */
export const EVENTS = defineEvents({
  inventory_queried: { level: 'info', message: 'Stock was read', fields: { productId: 'number?', results: 'number' } },
  stock_changed: {
    level: 'info',
    message: 'Stock changed',
    fields: { productId: 'number', productName: 'string', stockLevel: 'number', delta: 'number' },
  },
  low_stock: { level: 'warn', message: 'Stock is at its threshold or below', fields: LEVEL_FIELDS },
  critical_stock: { level: 'error', message: 'Stock is at a quarter of its threshold or below', fields: LEVEL_FIELDS },
});
