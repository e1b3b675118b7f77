import { createServiceApp, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { startBackground } from './background/start-background';
import { stockHandlers } from './routes/stock-handlers';
import type { INVENTORY } from './service';
import { stockStore } from './store/stock-store';

/** The inventory service's application. */
export function createInventoryApp(parts: ServiceParts<typeof INVENTORY>): Express {
  return createServiceApp(parts, { handlers: stockHandlers(stockStore(parts.database)) });
}

/** What inventory does without being asked; returns what stops it. */
export function startInventoryBackground(parts: ServiceParts<typeof INVENTORY>): () => Promise<void> {
  return startBackground(parts, stockStore(parts.database));
}
