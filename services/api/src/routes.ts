import { ORDER_STATUSES, PAYMENT_METHODS } from '@firedrill/db';
import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';

/** The largest value of PostgreSQL's integer, which ids are. */
const MAX_ID = 2_147_483_647;

const id = z.coerce.number().int().min(1).max(MAX_ID);
const params = z.object({ id });
const page = z.coerce.number().int().min(1).max(10_000).default(1);
const limit = z.coerce.number().int().min(1).max(100).default(20);
const text = z.string().regex(/^[^\0]*$/, 'expected text without NUL');
const email = text
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address');

/** The routes of api; a key is the handler's name in `handler_duration_seconds`. */
export const ROUTES = defineRoutes({
  list_products: {
    kind: 'query',
    method: 'get',
    path: '/products',
    query: z.object({ page, limit, q: text.max(100).optional() }),
  },
  get_product: { kind: 'query', method: 'get', path: '/products/:id', params },
  place_order: {
    kind: 'command',
    method: 'post',
    path: '/orders',
    headers: z.object({
      'idempotency-key': z.string().regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 visible ASCII characters'),
    }),
    body: z.object({
      productId: z.number().int().min(1).max(MAX_ID),
      quantity: z.number().int().min(1).max(1000),
      paymentMethod: z.enum(PAYMENT_METHODS).default('card'),
      customerId: z.number().int().min(1).max(MAX_ID).optional(),
    }),
  },
  list_orders: {
    kind: 'query',
    method: 'get',
    path: '/orders',
    query: z.object({ page, limit, status: z.enum(ORDER_STATUSES).optional(), customer: id.optional() }),
  },
  get_order: { kind: 'query', method: 'get', path: '/orders/:id', params },
  cancel_order: { kind: 'command', method: 'post', path: '/orders/:id/cancel', params },
  register_customer: {
    kind: 'command',
    method: 'post',
    path: '/customers',
    body: z.object({ email, name: text.trim().min(1).max(100), password: text.min(8).max(200) }),
  },
  log_in: {
    kind: 'command',
    method: 'post',
    path: '/login',
    body: z.object({ email, password: text.max(200) }),
  },
  order_statistics: { kind: 'query', method: 'get', path: '/api/metrics' },
});
