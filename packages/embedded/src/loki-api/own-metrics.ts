import { metricsText, processMetrics, single, type MetricFamily } from '../own-metrics/metrics-text';
import type { RequestDurations } from '../own-metrics/request-durations';
import type { LokiApiOptions } from './loki-api';

/** What Loki exposes about itself, as far as this runtime has it, under Loki's names. */
export function lokiMetrics({ store }: Pick<LokiApiOptions, 'store'>, requests: RequestDurations): string {
  const { streams, entries, bytes, accepted, duplicates, droppedByAge, droppedBySize } = store.stats();
  return metricsText([
    {
      name: 'loki_build_info',
      type: 'gauge',
      help: 'The version whose behaviour this is.',
      samples: [{ labels: { version: '3.6.15', branch: '', goversion: '' }, value: 1 }],
    },
    ofTenant('loki_distributor_lines_received_total', 'counter', 'Lines taken since the start.', accepted + duplicates),
    ofTenant('loki_ingester_memory_streams', 'gauge', 'Streams in the store.', streams),
    single('loki_ingester_memory_chunks', 'gauge', 'Lines in the store, each counted as a chunk.', entries),
    single('loki_ingester_wal_bytes_in_use', 'gauge', 'Bytes of the lines in the store.', bytes),
    single('loki_ingester_wal_duplicate_entries_total', 'counter', 'Lines that were there already.', duplicates),
    {
      name: 'loki_discarded_samples_total',
      type: 'counter',
      help: 'Lines that went before they were asked for.',
      samples: [
        { labels: { tenant: 'fake', reason: 'retention' }, value: droppedByAge },
        { labels: { tenant: 'fake', reason: 'store_full' }, value: droppedBySize },
      ],
    },
    requests.family('loki_request_duration_seconds', 'How long requests took.'),
    ...processMetrics(),
  ]);
}

/** Without multi-tenancy Loki calls its one tenant "fake". */
function ofTenant(name: string, type: 'counter' | 'gauge', help: string, value: number): MetricFamily {
  return { name, type, help, samples: [{ labels: { tenant: 'fake' }, value }] };
}
