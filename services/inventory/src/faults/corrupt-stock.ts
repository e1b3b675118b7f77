import type { Injector } from '@firedrill/faults';
import type { KitParts } from '@firedrill/service-kit';
import type { StockStore } from '../domain/stock';

/** Takes units from a level without a movement, once; the end of the fault leaves it so, a recount puts it right. */
export function stockCorruption(parts: KitParts, store: StockStore): Injector<'stock_corruption'> {
  return ({ values }) => {
    // A failure is logged by `handle`.
    parts
      .handle({ kind: 'command', name: 'corrupt_stock' }, () => store.bypassLedger(values.units))
      .catch(() => undefined);
    return undefined;
  };
}
