import { PAYMENT_METHODS } from '@firedrill/db';
import { defineRoutes } from '@firedrill/service-kit';
import { z } from 'zod';

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'expected an id')
  .transform(Number);
const key = z.string('expected a key').min(1).max(200);
const cents = z.number('expected whole cents').int('expected whole cents').min(1).max(100_000_000);

/** The routes of payment; amounts are integer cents. */
export const ROUTES = defineRoutes({
  authorise_payment: {
    kind: 'command',
    method: 'post',
    path: '/payments',
    headers: z.object({ 'idempotency-key': key }),
    body: z.strictObject({
      orderId: z.number('expected an id').int().min(1).max(999_999_999),
      amount: cents,
      method: z.enum(PAYMENT_METHODS),
    }),
  },
  list_payments: { kind: 'query', method: 'get', path: '/payments', query: z.object({ order: id }) },
  get_payment: { kind: 'query', method: 'get', path: '/payments/:id', params: z.object({ id }) },
  refund_payment: {
    kind: 'command',
    method: 'post',
    path: '/payments/:id/refund',
    params: z.object({ id }),
    headers: z.object({ 'idempotency-key': key.optional() }),
    body: z.strictObject({ amount: cents.optional() }),
  },
});
