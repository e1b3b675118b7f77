import { alerting } from './engines/alerting';
import { logMemory } from './engines/log-memory';
import { logQueries } from './engines/log-queries';
import { metricMemory } from './engines/metric-memory';
import { metricQueries } from './engines/metric-queries';
import { scrape } from './engines/scrape';
import type { Bench } from './measurement';
import { orders } from './stack/orders';
import { startUp } from './stack/start-up';
import { telemetry } from './stack/telemetry';

/** All benches, in the order in which they run. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  'metric-queries': metricQueries,
  'metric-memory': metricMemory,
  scrape,
  'log-queries': logQueries,
  'log-memory': logMemory,
  alerting,
  'start-up': startUp,
  orders,
  telemetry,
};
