/** What is there of one product. */
export interface Stock {
  readonly productId: number;
  readonly productName: string;
  readonly stockLevel: number;
  readonly lowStockThreshold: number;
  readonly lastUpdated: Date;
}

/** `critical` is a quarter of the threshold or less. */
export type StockState = 'sufficient' | 'low' | 'critical';

export function stockState({ stockLevel, lowStockThreshold }: Stock): StockState {
  if (stockLevel > lowStockThreshold) return 'sufficient';
  return stockLevel <= lowStockThreshold / 4 ? 'critical' : 'low';
}

/** Where stock is kept; levels change together with their movements. */
export interface StockStore {
  list(): Promise<readonly Stock[]>;
  listLow(): Promise<readonly Stock[]>;
  find(productId: number): Promise<Stock | undefined>;
  /** The new level; undefined when there is no such product. */
  restock(productId: number, quantity: number): Promise<number | undefined>;
  /** Brings every product nearer to its target by at most so many units; how many products that were. */
  supply(unitsPerProduct: number): Promise<number>;
}

/** The supplier fills up to this many times the threshold. */
export const TARGET_THRESHOLDS = 5;
