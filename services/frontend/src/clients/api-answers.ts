import { z } from 'zod';
import { ORDER_STATUSES, PAYMENT_METHODS } from '../domain/shop';

/** The answers of api as frontend reads them. */
export const PRODUCT = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  priceCents: z.number().int(),
  stockLevel: z.number().int(),
  lowStock: z.boolean(),
});

export const PRODUCT_PAGE = z.object({
  products: z.array(PRODUCT),
  page: z.number().int(),
  limit: z.number().int(),
  total: z.number().int(),
});

export const ORDER = z.object({
  id: z.number().int(),
  productId: z.number().int(),
  customerId: z.number().int().optional(),
  quantity: z.number().int(),
  totalAmountCents: z.number().int(),
  status: z.enum(ORDER_STATUSES),
  paymentMethod: z.enum(PAYMENT_METHODS),
  orderTime: z.coerce.date(),
  supplier: z.string().optional(),
  driver: z.string().optional(),
  dispatchedAt: z.coerce.date().optional(),
  deliveredAt: z.coerce.date().optional(),
});

export const ORDER_PAGE = z.object({ orders: z.array(ORDER), page: z.number().int(), hasMore: z.boolean() });

/** The answer to an order whose payment failed. */
export const FAILED_ORDER = z.object({ order: ORDER });

export const CUSTOMER_ANSWER = z.object({
  customer: z.object({ id: z.number().int(), email: z.string(), name: z.string() }),
});

/** The answer to a request that api does not take. */
export const REFUSAL = z.object({ error: z.object({ field: z.string() }) });
