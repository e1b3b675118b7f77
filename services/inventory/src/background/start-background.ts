import { every, type KitParts } from '@firedrill/service-kit';
import type { Log, MetricsOf } from '@firedrill/telemetry';
import type { StockStore } from '../domain/stock';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';
import { freezableGauges } from '../faults/freezable-gauges';
import { stockGauges, watchStock } from './watch-stock';

const SUPPLY_INTERVAL_MS = 1_000;
const SUPPLY_UNITS = 1;
const WATCH_INTERVAL_MS = 2_000;

type Parts = KitParts & { readonly metrics: MetricsOf<typeof METRICS>; readonly log: Log<typeof EVENTS> };

/** The supplier and the watch over the stock; returns what stops both. */
export function startBackground(parts: Parts, store: StockStore): () => Promise<void> {
  const supplier = every({ kind: 'command', name: 'supply_stock', intervalMs: SUPPLY_INTERVAL_MS }, parts, async () => {
    await store.supply(SUPPLY_UNITS);
  });
  const watch = every(
    { kind: 'query', name: 'watch_stock', intervalMs: WATCH_INTERVAL_MS },
    parts,
    watchStock(store, freezableGauges(stockGauges(parts.metrics), parts.faults), parts.log),
  );
  return async () => {
    await Promise.all([supplier.stop(), watch.stop()]);
  };
}
