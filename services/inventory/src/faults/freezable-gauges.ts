import type { FaultRegistry } from '@firedrill/faults';
import type { ShowStock } from '../background/watch-stock';

/** Gauges that keep their values while a `stock_gauge_freeze` fault is active. */
export function freezableGauges(show: ShowStock, faults: FaultRegistry): ShowStock {
  return (products) => {
    if (faults.active('stock_gauge_freeze') === undefined) show(products);
  };
}
