import type { Log, MetricsOf } from '@firedrill/telemetry';
import { stockState, type Stock, type StockStore } from '../domain/stock';
import { stockChanges } from '../domain/stock-changes';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';

/** Makes the gauges say what there is. */
export type ShowStock = (products: readonly Stock[]) => void;

/** One look at the stock: shows it, logs what changed since the last look and what is low now. */
export function watchStock(store: StockStore, show: ShowStock, log: Log<typeof EVENTS>): () => Promise<void> {
  let before: readonly Stock[] = [];
  return async () => {
    const after = await store.list();
    show(after);
    for (const { stock, delta } of stockChanges(before, after)) {
      const { productId, productName, stockLevel } = stock;
      log.event('stock_changed', { productId, productName, stockLevel, delta });
    }
    for (const stock of after) warn(stock, log);
    before = after;
  };
}

/** Sets the gauges of stock; a product that is gone is gone there, too. */
export function stockGauges(metrics: MetricsOf<typeof METRICS>): ShowStock {
  return (products) => {
    metrics.inventory_stock_level.reset();
    for (const { productId, productName, stockLevel } of products) {
      metrics.inventory_stock_level.set({ product_id: productId, product_name: productName }, stockLevel);
    }
    const low = products.filter((stock) => stockState(stock) !== 'sufficient');
    metrics.inventory_low_stock_products.set({}, low.length);
  };
}

/** Each look says it again, so that a rule over the log stays true while the stock is low. */
function warn(stock: Stock, log: Log<typeof EVENTS>): void {
  const state = stockState(stock);
  if (state === 'sufficient') return;
  const { productId, productName, stockLevel, lowStockThreshold: threshold } = stock;
  log.event(state === 'low' ? 'low_stock' : 'critical_stock', { productId, productName, stockLevel, threshold });
}
