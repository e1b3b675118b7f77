import { createServiceApp, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { startBackground } from './background/start-background';
import { createStockFeed } from './background/stock-feed';
import { stockCorruption } from './faults/corrupt-stock';
import { stockHandlers } from './routes/stock-handlers';
import type { INVENTORY } from './service';
import { stockSource } from './store/stock-source';
import { stockStore } from './store/stock-store';

/** The inventory service's application. */
export function createInventoryApp(parts: ServiceParts<typeof INVENTORY>): Express {
  const { database, faults, log } = parts;
  const store = stockStore(database, log);
  faults.register('stock_corruption', stockCorruption(parts, store));
  const feed = createStockFeed(stockSource(parts, database, store));
  const handlers = stockHandlers({ feed, storeFor: (context) => stockStore(database, context.log) });
  return createServiceApp(parts, { handlers });
}

/** What inventory does without being asked; returns what stops it. */
export function startInventoryBackground(parts: ServiceParts<typeof INVENTORY>): () => Promise<void> {
  return startBackground(parts, stockStore(parts.database, parts.log));
}
