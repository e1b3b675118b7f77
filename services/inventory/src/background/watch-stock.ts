import type { Log, MetricsOf } from '@firedrill/telemetry';
import { stockState, type Stock, type StockStore } from '../domain/stock';
import { stockChanges } from '../domain/stock-changes';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';

/** One look at the stock: sets the gauges, logs what changed since the last look and what is low now. */
export function watchStock(
  store: StockStore,
  metrics: MetricsOf<typeof METRICS>,
  log: Log<typeof EVENTS>,
): () => Promise<void> {
  let before: readonly Stock[] = [];
  return async () => {
    const after = await store.list();
    setGauges(after, metrics);
    for (const { stock, delta } of stockChanges(before, after)) {
      const { productId, productName, stockLevel } = stock;
      log.event('stock_changed', { productId, productName, stockLevel, delta });
    }
    for (const stock of after) warn(stock, log);
    before = after;
  };
}

function setGauges(products: readonly Stock[], metrics: MetricsOf<typeof METRICS>): void {
  metrics.inventory_stock_level.reset();
  for (const { productId, productName, stockLevel } of products) {
    metrics.inventory_stock_level.set({ product_id: productId, product_name: productName }, stockLevel);
  }
  const low = products.filter((stock) => stockState(stock) !== 'sufficient');
  metrics.inventory_low_stock_products.set({}, low.length);
}

/** Each look says it again, so that a rule over the log stays true while the stock is low. */
function warn(stock: Stock, log: Log<typeof EVENTS>): void {
  const state = stockState(stock);
  if (state === 'sufficient') return;
  const { productId, productName, stockLevel, lowStockThreshold: threshold } = stock;
  log.event(state === 'low' ? 'low_stock' : 'critical_stock', { productId, productName, stockLevel, threshold });
}
