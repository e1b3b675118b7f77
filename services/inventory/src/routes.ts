import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'expected an id')
  .transform(Number);

/** The routes of inventory. */
export const ROUTES = defineRoutes({
  list_stock: { kind: 'query', method: 'get', path: '/inventory' },
  // Before the route of one product, which would take `low-stock` for an id.
  list_low_stock: { kind: 'query', method: 'get', path: '/inventory/low-stock' },
  get_stock: { kind: 'query', method: 'get', path: '/inventory/:id', params: z.object({ id }) },
  restock_product: {
    kind: 'command',
    method: 'post',
    path: '/inventory/:id/restock',
    params: z.object({ id }),
    body: z.strictObject({ quantity: z.number('expected whole units').int('expected whole units').min(1).max(10_000) }),
  },
});
