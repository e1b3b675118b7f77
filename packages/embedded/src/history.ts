import { LogStore, MetricStore, parseDuration } from '@firedrill/timeseries';
import { join } from 'node:path';
import type { Cleanup } from './cleanup';
import type { DataFolder } from './data-folder';
import { openLogJournal, openMetricJournal, type LogJournal, type MetricJournal } from './journal/index';

/** The two stores and the journals through which they are written. */
export interface History {
  readonly metrics: MetricStore;
  readonly metricJournal: MetricJournal;
  readonly logs: LogStore;
  readonly logJournal: LogJournal;
}

/** How long samples and lines are kept; no rule or drill looks back as far. */
export const RETENTION = '1h';

// The whole stack has 400 MB of memory; these bounds are what is left for the stores.
const MAX_SAMPLES = 2_000_000;
const MAX_LOG_BYTES = 32 * 1024 * 1024;
const MAX_JOURNAL_BYTES = 96 * 1024 * 1024;

/** Opens the stores with what earlier runs left in the data folder. */
export function openHistory({ journal }: DataFolder, cleanup: Cleanup): History {
  const retentionMs = parseDuration(RETENTION);
  const bounds = { retentionMs, maxBytes: MAX_JOURNAL_BYTES };
  const metrics = new MetricStore({ retentionMs, maxSamples: MAX_SAMPLES });
  const logs = new LogStore({ retentionMs, maxBytes: MAX_LOG_BYTES });
  const metricJournal = openMetricJournal({ folder: join(journal, 'metrics'), store: metrics, ...bounds });
  cleanup.add(() => metricJournal.close());
  const logJournal = openLogJournal({ folder: join(journal, 'logs'), store: logs, ...bounds });
  cleanup.add(() => logJournal.close());
  return { metrics, metricJournal, logs, logJournal };
}
