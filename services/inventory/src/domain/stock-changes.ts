import type { Stock } from './stock';

/** A product whose level is another than at the last look. */
export interface StockChange {
  readonly stock: Stock;
  readonly delta: number;
}

/** What changed between two looks; a product that is new has not changed. */
export function stockChanges(before: readonly Stock[], after: readonly Stock[]): StockChange[] {
  const levels = new Map(before.map(({ productId, stockLevel }) => [productId, stockLevel]));
  return after
    .map((stock) => ({ stock, delta: stock.stockLevel - (levels.get(stock.productId) ?? stock.stockLevel) }))
    .filter(({ delta }) => delta !== 0);
}
