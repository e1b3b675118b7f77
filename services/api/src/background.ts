import { ORDER_STATUSES } from '@firedrill/db';
import { every, type Background, type HttpClient } from '@firedrill/service-kit';
import { randomBytes } from 'node:crypto';
import { orderDeps, type ApiParts } from './app';
import type { OrderDeps } from './domain/order-deps';
import { reconcile } from './domain/reconcile';

const RECONCILE_INTERVAL_MS = 30_000;
const COUNT_INTERVAL_MS = 15_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Starts what api does without being asked: it reconciles orders and counts them. */
export function startBackground(parts: ApiParts, payment: HttpClient): Background {
  const work = [startReconciler(parts, payment), startCounting(parts, payment)];
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
    await reconcile(lookBackMs, backgroundDeps(parts, payment));
    lookBackMs = HOUR_MS;
  });
}

function startCounting(parts: ApiParts, payment: HttpClient): Background {
  return every({ kind: 'query', name: 'count_orders', intervalMs: COUNT_INTERVAL_MS }, parts, async () => {
    const counts = await backgroundDeps(parts, payment).orders.countByStatus();
    for (const status of ORDER_STATUSES) parts.metrics.orders_by_status.set({ status }, counts[status]);
  });
}

/** A run has an id and a trace of its own, as a request has. */
function backgroundDeps(parts: ApiParts, payment: HttpClient): OrderDeps {
  const traceId = randomBytes(16).toString('hex');
  const requestId = `api-${traceId.slice(0, 12)}`;
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  return orderDeps(parts, payment, { requestId, traceparent, log: parts.log.with({ reqId: requestId, traceId }) });
}
