import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Adds prom-client's `process_*` and `nodejs_*` metrics to a registry; once a process. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}
