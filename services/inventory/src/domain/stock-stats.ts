import { stockState, type LedgerMismatch, type Stock } from './stock';

/** The stock as a whole: `sufficient`, `low` and `critical` are the products together. */
export interface StockStats {
  readonly products: number;
  readonly sufficient: number;
  readonly low: number;
  readonly critical: number;
  /** Those of the critical that have nothing left. */
  readonly outOfStock: number;
  readonly units: number;
  readonly ledgerMismatches: readonly LedgerMismatch[];
}

export function stockStats(products: readonly Stock[], ledgerMismatches: readonly LedgerMismatch[]): StockStats {
  const count = (holds: (stock: Stock) => boolean): number => products.filter(holds).length;
  return {
    products: products.length,
    sufficient: count((stock) => stockState(stock) === 'sufficient'),
    low: count((stock) => stockState(stock) === 'low'),
    critical: count((stock) => stockState(stock) === 'critical'),
    outOfStock: count(({ stockLevel }) => stockLevel === 0),
    units: products.reduce((units, { stockLevel }) => units + stockLevel, 0),
    ledgerMismatches,
  };
}
