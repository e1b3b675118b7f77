import { createServiceApp, type CallContext, type HttpClient, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { paymentGateway } from './clients/payment-gateway';
import type { OrderDeps } from './domain/order-deps';
import type { LogInDeps } from './domain/log-in';
import { passwordCheck } from './domain/password-check';
import { customerHandlers } from './routes/customers';
import { orderHandlers } from './routes/orders';
import { productHandlers } from './routes/products';
import { statisticsHandlers } from './routes/statistics';
import type { API } from './service';
import { customerStore } from './store/customer-store';
import { orderStatisticsStore } from './store/order-statistics-store';
import { orderStore } from './store/order-store';
import { productStore } from './store/product-store';

export type ApiParts = ServiceParts<typeof API>;

/** The application of api; `payment` calls the payment service. */
export function createApiApp(parts: ApiParts, payment: HttpClient): Express {
  const { database, metrics, registry } = parts;
  const logInDeps: Omit<LogInDeps, 'log'> = { customers: customerStore(database), passwords: passwordCheck(), metrics };
  const handlers = {
    ...productHandlers(productStore(database)),
    ...customerHandlers(({ log }) => ({ ...logInDeps, log })),
    ...statisticsHandlers(orderStatisticsStore(database), registry),
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
