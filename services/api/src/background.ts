import { FLEET, ORDER_STATUSES } from '@firedrill/db';
import { every, type Background, type CallContext, type HttpClient } from '@firedrill/service-kit';
import { randomBytes } from 'node:crypto';
import { orderDeps, type ApiParts } from './app';
import type { OrderDeps } from './domain/order-deps';
import { fulfilOrders } from './domain/fulfil-orders';
import { reconcile } from './domain/reconcile';
import { fulfilmentStore } from './store/fulfilment-store';
import { orderStatisticsStore } from './store/order-statistics-store';

const RECONCILE_INTERVAL_MS = 30_000;
const COUNT_INTERVAL_MS = 5_000;
const FULFIL_INTERVAL_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Starts what api does without being asked: it reconciles orders, has them delivered and counts them. */
export function startBackground(parts: ApiParts, payment: HttpClient): Background {
  const work = [startReconciler(parts, payment), startFulfilment(parts), startCounting(parts)];
  return {
    stop: async () => {
      await Promise.all(work.map((one) => one.stop()));
    },
  };
}

/** Reconciles on start, looking back over all that a long stop can have left, and every 30 s. */
function startReconciler(parts: ApiParts, payment: HttpClient): Background {
  let lookBackMs = 30 * DAY_MS;
  const options = { kind: 'command', name: 'reconcile_orders', intervalMs: RECONCILE_INTERVAL_MS } as const;
  return every(options, parts, async () => {
    const finished = await reconcile(lookBackMs, backgroundDeps(parts, payment));
    if (finished) lookBackMs = HOUR_MS;
  });
}

function startFulfilment(parts: ApiParts): Background {
  const { database, metrics, faults } = parts;
  const fulfilment = fulfilmentStore(database);
  const deliveryStalled = (): boolean => faults.active('delivery_stall') !== undefined;
  for (const vehicle of FLEET) metrics.deliveries_total.inc(vehicle, 0);
  return every({ kind: 'command', name: 'fulfil_orders', intervalMs: FULFIL_INTERVAL_MS }, parts, () =>
    fulfilOrders({ fulfilment, metrics, deliveryStalled, log: runLog(parts).log }),
  );
}

function startCounting(parts: ApiParts): Background {
  const store = orderStatisticsStore(parts.database);
  return every({ kind: 'query', name: 'count_orders', intervalMs: COUNT_INTERVAL_MS }, parts, async () => {
    const { byStatus } = await store.totals();
    for (const status of ORDER_STATUSES) parts.metrics.orders_by_status.set({ status }, byStatus[status]);
  });
}

function backgroundDeps(parts: ApiParts, payment: HttpClient): OrderDeps {
  return orderDeps(parts, payment, runLog(parts));
}

/** A run has an id and a trace of its own, as a request has. */
function runLog({ log }: ApiParts): CallContext & { readonly log: ApiParts['log'] } {
  const traceId = randomBytes(16).toString('hex');
  const requestId = `api-${traceId.slice(0, 12)}`;
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  return { requestId, traceparent, log: log.with({ reqId: requestId, traceId }) };
}
