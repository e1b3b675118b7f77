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

/** A product whose level is not the sum of its movements. */
export interface LedgerMismatch {
  readonly productId: number;
  readonly productName: string;
  readonly stockLevel: number;
  readonly ledgerLevel: number;
}

/** What a recount found: the level, and the units by which the ledger had to follow it. */
export interface Recount {
  readonly productId: number;
  readonly stockLevel: number;
  readonly correction: number;
}

/** Where stock is kept; levels change together with their movements. */
export interface StockStore {
  list(): Promise<readonly Stock[]>;
  /** The lowest first. */
  listLow(): Promise<readonly Stock[]>;
  listMismatches(): Promise<readonly LedgerMismatch[]>;
  find(productId: number): Promise<Stock | undefined>;
  /** Changes the level of one product, which nobody else changes meanwhile. Throws what `check` throws. */
  restock(productId: number, quantity: number, check: (level: number) => void): Promise<number | undefined>;
  /** Makes the level what was counted, or leaves it when nothing is given, and the ledger agree with it. */
  recount(productId: number, counted: number | undefined): Promise<Recount | undefined>;
  /** Brings every product nearer to its target by at most so many units; how many products that were. */
  supply(unitsPerProduct: number): Promise<number>;
  /** Takes units from the fullest product without a movement, as a broken program would. */
  bypassLedger(units: number): Promise<void>;
}

/** The supplier fills up to this many times the threshold. */
export const TARGET_THRESHOLDS = 5;

/** What there is room for of one product. */
export const SHELF_UNITS = 1_000_000;
