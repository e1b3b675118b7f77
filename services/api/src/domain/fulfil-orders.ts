import type { Log, MetricsOf } from '@firedrill/telemetry';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';
import type { Order } from './order';

/** A step on the way of a paid order; it takes from `afterMs` to `afterMs + spreadMs`, by the order. */
export interface Step {
  readonly from: 'paid' | 'dispatched' | 'in_transit';
  readonly to: 'dispatched' | 'in_transit' | 'delivered';
  readonly afterMs: number;
  readonly spreadMs: number;
}

/** A delivery in half a minute in place of days. */
export const STEPS: readonly Step[] = [
  { from: 'paid', to: 'dispatched', afterMs: 5_000, spreadMs: 4_000 },
  { from: 'dispatched', to: 'in_transit', afterMs: 2_000, spreadMs: 3_000 },
  { from: 'in_transit', to: 'delivered', afterMs: 6_000, spreadMs: 9_000 },
];

export interface FulfilmentStore {
  /** Moves the orders that are due, up to `limit`; rows that another copy of api holds are left to it. */
  advance(step: Step, limit: number): Promise<readonly Order[]>;
}

export interface FulfilmentDeps {
  readonly fulfilment: FulfilmentStore;
  readonly log: Log<typeof EVENTS>;
  readonly metrics: MetricsOf<typeof METRICS>;
  /** While true, nothing arrives. */
  readonly deliveryStalled: () => boolean;
}

/** More than the shop sells in a second; what a stall left is worked off in portions. */
const PORTION = 200;

/** Moves every order that is due one step further. */
export async function fulfilOrders(deps: FulfilmentDeps): Promise<void> {
  for (const step of STEPS) {
    if (step.to === 'delivered' && deps.deliveryStalled()) continue;
    for (const order of await deps.fulfilment.advance(step, PORTION)) report(order, deps);
  }
}

function report(order: Order, { log, metrics }: FulfilmentDeps): void {
  const { id: orderId, status, supplier, driver } = order;
  metrics.orders_total.inc({ status });
  if (supplier === undefined || driver === undefined) return;
  if (status === 'dispatched') log.event('order_dispatched', { orderId, supplier, driver });
  if (status === 'in_transit') log.event('order_in_transit', { orderId, supplier, driver });
  if (status !== 'delivered') return;
  const durationMs = (order.deliveredAt?.getTime() ?? 0) - (order.dispatchedAt?.getTime() ?? 0);
  metrics.deliveries_total.inc({ supplier, driver });
  metrics.delivery_duration_seconds.observe({ supplier }, durationMs / 1_000);
  log.event('order_delivered', { orderId, supplier, driver, durationMs });
}
