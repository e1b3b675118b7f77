import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';
import { PAYMENT_METHODS } from './domain/shop';

const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** The routes of frontend; a key is the handler's name in `handler_duration_seconds`. */
export const ROUTES = defineRoutes({
  show_catalogue: {
    kind: 'query',
    method: 'get',
    path: '/',
    query: z.object({
      q: z
        .string()
        .max(100)
        .regex(/^[^\0]*$/, 'expected text without NUL')
        .optional(),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
  },
  show_product: { kind: 'query', method: 'get', path: '/products/:id', params: z.object({ id }) },
  show_cart: { kind: 'query', method: 'get', path: '/cart' },
  add_to_cart: {
    kind: 'command',
    method: 'post',
    path: '/cart',
    body: z.object({ productId: id, quantity: z.coerce.number().int().min(1).max(99).default(1) }),
    form: true,
  },
  remove_from_cart: {
    kind: 'command',
    method: 'post',
    path: '/cart/remove',
    body: z.object({ productId: id }),
    form: true,
  },
  show_checkout: { kind: 'query', method: 'get', path: '/checkout' },
  check_out: {
    kind: 'command',
    method: 'post',
    path: '/checkout',
    body: z.object({ checkoutId: z.string().max(64), paymentMethod: z.enum(PAYMENT_METHODS) }),
    form: true,
  },
  show_order: { kind: 'query', method: 'get', path: '/orders/:id', params: z.object({ id }) },
  show_stylesheet: { kind: 'query', method: 'get', path: '/shop.css' },
});
