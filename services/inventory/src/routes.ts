import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';
import { SHELF_UNITS } from './domain/stock';

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'expected an id')
  .transform(Number);
const units = z.number('expected whole units').int('expected whole units');

/** The routes of inventory. */
export const ROUTES = defineRoutes({
  list_stock: { kind: 'query', method: 'get', path: '/inventory' },
  // Before the route of one product, which would take their last part for an id.
  list_low_stock: { kind: 'query', method: 'get', path: '/inventory/low-stock' },
  get_stock_stats: { kind: 'query', method: 'get', path: '/inventory/stats' },
  open_stock_stream: { kind: 'query', method: 'get', path: '/inventory/stream' },
  get_stock: { kind: 'query', method: 'get', path: '/inventory/:id', params: z.object({ id }) },
  restock_product: {
    kind: 'command',
    method: 'post',
    path: '/inventory/:id/restock',
    params: z.object({ id }),
    body: z.strictObject({ quantity: units.min(1).max(10_000) }),
  },
  recount_product: {
    kind: 'command',
    method: 'post',
    path: '/inventory/:id/recount',
    params: z.object({ id }),
    body: z.strictObject({ counted: units.min(0).max(SHELF_UNITS).optional() }),
  },
});
