import type { Answer, CallContext, HttpClient } from '@firedrill/service-kit';
import type { z } from 'zod';
import type { RegisterRefusal, Shop } from '../domain/shop';
import { fail } from '../errors';
import { CUSTOMER_ANSWER, FAILED_ORDER, ORDER, ORDER_PAGE, PRODUCT, PRODUCT_PAGE, REFUSAL } from './api-answers';

type Call = (method: 'GET' | 'POST', path: string, more?: { body?: unknown; key?: string }) => Promise<Answer>;

/** The shop behind api, for one request, whose id, trace and shopper's address go along. */
export function apiShop(client: HttpClient, context: CallContext & { readonly clientAddress: string }): Shop {
  const call: Call = (method, path, { body, key } = {}) => {
    const headers = { 'x-forwarded-for': context.clientAddress, ...(key !== undefined && { 'idempotency-key': key }) };
    return client.request({ method, path, headers, ...(body !== undefined && { body }) }, context);
  };
  return { ...products(call), ...orders(call), ...customers(call) };
}

const PAGE_SIZE = 24;

function products(call: Call): Pick<Shop, 'listProducts' | 'findProduct'> {
  return {
    listProducts: async ({ q, page }) => {
      const search = { page: String(page), limit: String(PAGE_SIZE), ...(q !== undefined && { q }) };
      return read(PRODUCT_PAGE, await call('GET', `/products?${new URLSearchParams(search).toString()}`));
    },
    findProduct: async (id) => {
      const answer = await call('GET', `/products/${id}`);
      return answer.status === 404 ? undefined : read(PRODUCT, answer);
    },
  };
}

function orders(call: Call): Pick<Shop, 'findOrder' | 'listOrders' | 'placeOrder' | 'cancelOrder'> {
  return {
    findOrder: async (id) => {
      const answer = await call('GET', `/orders/${id}`);
      return answer.status === 404 ? undefined : read(ORDER, answer);
    },
    listOrders: async (customerId, page) =>
      read(ORDER_PAGE, await call('GET', `/orders?customer=${customerId}&page=${page}&limit=${PAGE_SIZE}`)),
    placeOrder: async ({ key, ...order }) => {
      const answer = await call('POST', '/orders', { body: order, key });
      if (answer.status === 409 || answer.status === 404) return { outcome: 'out_of_stock' };
      if (answer.status === 402) return { outcome: 'ordered', order: read(FAILED_ORDER, answer, [402]).order };
      return { outcome: 'ordered', order: read(ORDER, answer) };
    },
    cancelOrder: async (id) => {
      const answer = await call('POST', `/orders/${id}/cancel`);
      if (answer.status === 409) return false;
      read(ORDER, answer);
      return true;
    },
  };
}

function customers(call: Call): Pick<Shop, 'logIn' | 'register'> {
  return {
    logIn: async (body) => {
      const answer = await call('POST', '/login', { body });
      // An address or password that api calls invalid belongs to nobody.
      if (answer.status === 400 || answer.status === 401) return { outcome: 'wrong_credentials' };
      if (answer.status === 429) return { outcome: 'too_many_attempts' };
      return { outcome: 'known', customer: read(CUSTOMER_ANSWER, answer).customer };
    },
    register: async (body) => {
      const answer = await call('POST', '/customers', { body });
      if (answer.status === 409) return { outcome: 'email_taken' };
      if (answer.status === 400) return { outcome: refusalOf(read(REFUSAL, answer, [400]).error.field) };
      return { outcome: 'registered', customer: read(CUSTOMER_ANSWER, answer).customer };
    },
  };
}

const REFUSALS: Readonly<Record<string, RegisterRefusal>> = {
  'body.name': 'invalid_name',
  'body.email': 'invalid_email',
  'body.password': 'invalid_password',
};

function refusalOf(field: string): RegisterRefusal {
  const refusal = REFUSALS[field];
  if (refusal === undefined) throw fail('api_failed', { cause: new Error(`api refused ${field}`) });
  return refusal;
}

function read<Output>(schema: z.ZodType<Output>, { status, body }: Answer, statuses = [200, 201]): Output {
  const result = schema.safeParse(body);
  if (statuses.includes(status) && result.success) return result.data;
  throw fail('api_failed', { cause: result.error ?? new Error(`api answered ${status}`) });
}
