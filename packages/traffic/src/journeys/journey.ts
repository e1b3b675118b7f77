import type { Shopper } from '../shopper';

/** What every journey may be told: the product that a crowd comes for. */
export interface JourneyTarget {
  readonly productId?: number;
}

/** How a journey ended, beyond answers of the shop: what the shopper meant to do was done, or not. */
export type JourneyOutcome = 'done' | 'nothing_found' | 'out_of_stock' | 'declined' | 'refused' | 'gave_up';

/** One way through the shop, from the first page to leaving. */
export interface Journey {
  readonly name: string;
  run(shopper: Shopper, target: JourneyTarget): Promise<JourneyOutcome>;
}
