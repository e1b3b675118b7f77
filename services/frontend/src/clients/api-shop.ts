import type { CallContext, HttpClient } from '@firedrill/service-kit';
import { z } from 'zod';
import { ORDER_STATUSES, PAYMENT_METHODS, type Shop } from '../domain/shop';
import { fail } from '../errors';

/** The shop behind api, for one request, whose id, trace and shopper's address go along. */
export function apiShop(client: HttpClient, context: CallContext & { readonly clientAddress: string }): Shop {
  const request = async (method: 'GET' | 'POST', path: string, more: { body?: unknown; key?: string } = {}) => {
    const { body, key } = more;
    const headers = { 'x-forwarded-for': context.clientAddress, ...(key !== undefined && { 'idempotency-key': key }) };
    return client.request({ method, path, headers, ...(body !== undefined && { body }) }, context);
  };
  return {
    listProducts: async ({ q, page }) => {
      const search = new URLSearchParams({ page: String(page), limit: '24', ...(q !== undefined && { q }) });
      const { status, body } = await request('GET', `/products?${search.toString()}`);
      return read(PRODUCT_PAGE, status, body);
    },
    findProduct: async (id) => {
      const { status, body } = await request('GET', `/products/${id}`);
      return status === 404 ? undefined : read(PRODUCT, status, body);
    },
    findOrder: async (id) => {
      const { status, body } = await request('GET', `/orders/${id}`);
      return status === 404 ? undefined : read(ORDER, status, body);
    },
    placeOrder: async ({ key, ...order }) => {
      const { status, body } = await request('POST', '/orders', { body: order, key });
      if (status === 409 || status === 404) return { outcome: 'out_of_stock' };
      if (status === 402) return { outcome: 'ordered', order: read(z.object({ order: ORDER }), 200, body).order };
      return { outcome: 'ordered', order: read(ORDER, status, body) };
    },
  };
}

const PRODUCT = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  priceCents: z.number().int(),
  stockLevel: z.number().int(),
  lowStock: z.boolean(),
});
const PRODUCT_PAGE = z.object({
  products: z.array(PRODUCT),
  page: z.number().int(),
  limit: z.number().int(),
  total: z.number().int(),
});
const ORDER = z.object({
  id: z.number().int(),
  productId: z.number().int(),
  quantity: z.number().int(),
  totalAmountCents: z.number().int(),
  status: z.enum(ORDER_STATUSES),
  paymentMethod: z.enum(PAYMENT_METHODS),
  orderTime: z.coerce.date(),
});

function read<Output>(schema: z.ZodType<Output>, status: number, body: unknown): Output {
  const result = schema.safeParse(body);
  if (status < 300 && result.success) return result.data;
  throw fail('api_failed', { cause: result.error ?? new Error(`api answered ${status}`) });
}
