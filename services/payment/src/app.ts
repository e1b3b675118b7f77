import { createServiceApp, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { faultyGateway } from './gateway/faulty-gateway';
import { chanceByHash, simulatedGateway, type Chance } from './gateway/simulated-gateway';
import { paymentHandlers } from './routes/payment-handlers';
import type { PAYMENT } from './service';
import { paymentStore } from './store/payment-store';

/** The payment service's application; `chance` decides which authorisations are declined. */
export function createPaymentApp(parts: ServiceParts<typeof PAYMENT>, chance: Chance = chanceByHash): Express {
  const handlers = paymentHandlers({
    gateway: faultyGateway(simulatedGateway(chance), parts.faults, chance),
    metrics: parts.metrics,
    storeFor: ({ log }) => paymentStore(parts.database, log),
  });
  return createServiceApp(parts, { handlers });
}
