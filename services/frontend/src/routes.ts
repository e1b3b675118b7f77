import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';
import { PAYMENT_METHODS } from './domain/shop';
import { ACTIONS } from './metrics';

const id = z.coerce.number().int().min(1).max(2_147_483_647);
const params = z.object({ id });
const page = z.coerce.number().int().min(1).max(10_000).default(1);
const withoutNul = /^[^\0]*$/;

/** A form with the token of the session that its page was made for; a form without one is refused by its handler. */
function formOf<Fields extends z.ZodRawShape>(
  fields: Fields,
): z.ZodObject<Fields & { csrf: z.ZodDefault<z.ZodString> }> {
  return z.object({ ...fields, csrf: z.string().max(100).default('') });
}

// Where a login leads: addresses of this shop only, so that no link to it can send a shopper elsewhere.
const next = z.enum(['/', '/checkout', '/orders']).catch('/');
const credentials = { email: z.string().max(320), password: z.string().max(200), next };

/** The routes of frontend; a key is the handler's name in `handler_duration_seconds`. */
export const ROUTES = defineRoutes({
  show_catalogue: {
    kind: 'query',
    method: 'get',
    path: '/',
    query: z.object({ q: z.string().trim().max(100).regex(withoutNul, 'expected text without NUL').optional(), page }),
  },
  show_product: { kind: 'query', method: 'get', path: '/products/:id', params },
  show_cart: { kind: 'query', method: 'get', path: '/cart' },
  add_to_cart: {
    kind: 'command',
    method: 'post',
    path: '/cart',
    body: formOf({ productId: id, quantity: z.coerce.number().int().min(1).max(99).default(1) }),
    form: true,
  },
  remove_from_cart: {
    kind: 'command',
    method: 'post',
    path: '/cart/remove',
    body: formOf({ productId: id }),
    form: true,
  },
  show_checkout: { kind: 'query', method: 'get', path: '/checkout' },
  check_out: {
    kind: 'command',
    method: 'post',
    path: '/checkout',
    body: formOf({ checkoutId: z.string().max(64), paymentMethod: z.enum(PAYMENT_METHODS) }),
    form: true,
  },
  show_orders: { kind: 'query', method: 'get', path: '/orders', query: z.object({ page }) },
  show_order: { kind: 'query', method: 'get', path: '/orders/:id', params },
  cancel_order: { kind: 'command', method: 'post', path: '/orders/:id/cancel', params, body: formOf({}), form: true },
  track_order: { kind: 'query', method: 'get', path: '/track/:id', params },
  show_login: { kind: 'query', method: 'get', path: '/login', query: z.object({ next }) },
  log_in: { kind: 'command', method: 'post', path: '/login', body: formOf(credentials), form: true },
  show_register: { kind: 'query', method: 'get', path: '/register', query: z.object({ next }) },
  register: {
    kind: 'command',
    method: 'post',
    path: '/register',
    body: formOf({ ...credentials, name: z.string().max(200) }),
    form: true,
  },
  log_out: { kind: 'command', method: 'post', path: '/logout', body: formOf({}), form: true },
  note_interaction: {
    kind: 'command',
    method: 'post',
    path: '/interactions',
    body: z.object({ action: z.enum(ACTIONS), productId: z.number().int().min(1).max(2_147_483_647).optional() }),
  },
  show_script: { kind: 'query', method: 'get', path: '/shop.js' },
  show_stylesheet: { kind: 'query', method: 'get', path: '/shop.css' },
});
