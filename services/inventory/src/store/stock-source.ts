import { databaseErrorCode, type Database } from '@firedrill/database';
import type { KitParts } from '@firedrill/service-kit';
import type { StockSource } from '../background/stock-feed';
import type { StockStore } from '../domain/stock';

/** The channel that the trigger on `products` notifies. */
const CHANNEL = 'stock_changed';

/** Levels from the store, changes by NOTIFY. */
export function stockSource(parts: KitParts, database: Database, store: StockStore): StockSource {
  return {
    list: () => parts.handle({ kind: 'query', name: 'stream_stock' }, () => store.list()),
    listen: (heard) =>
      database.listen({
        ...heard,
        channel: CHANNEL,
        onLost: (error) =>
          parts.log.event('db_error', { code: databaseErrorCode(error) ?? 'connection_lost', reason: error.message }),
      }),
  };
}
