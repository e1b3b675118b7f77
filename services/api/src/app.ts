import { createServiceApp, type CallContext, type HttpClient, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { paymentGateway } from './clients/payment-gateway';
import type { OrderDeps } from './domain/order-deps';
import { orderHandlers } from './routes/orders';
import { productHandlers } from './routes/products';
import type { API } from './service';
import { orderStore } from './store/order-store';
import { productStore } from './store/product-store';

export type ApiParts = ServiceParts<typeof API>;

/** The application of api; `payment` calls the payment service. */
export function createApiApp(parts: ApiParts, payment: HttpClient): Express {
  const handlers = {
    ...productHandlers(productStore(parts.database)),
    ...orderHandlers((context) => orderDeps(parts, payment, context)),
  };
  return createServiceApp(parts, { handlers });
}

/** What commands on orders need, for one request or one background run. */
export function orderDeps(
  { database, metrics }: ApiParts,
  payment: HttpClient,
  context: CallContext & { readonly log: ApiParts['log'] },
): OrderDeps {
  const { log } = context;
  return { orders: orderStore(database, log), payments: paymentGateway(payment, context), log, metrics };
}
