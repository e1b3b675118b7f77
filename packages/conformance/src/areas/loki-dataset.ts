import { Labels, LogStore } from '@firedrill/timeseries';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface RecordedStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly {
    readonly ts: string;
    readonly line: string;
    readonly metadata?: Readonly<Record<string, string>>;
  }[];
}

/** A store that holds the lines over which Loki's answers were recorded; `folder` is the vectors folder. */
export function loadLokiDataset(folder: string): LogStore {
  const { streams } = JSON.parse(readFileSync(join(folder, 'loki/dataset.json'), 'utf8')) as {
    readonly streams: readonly RecordedStream[];
  };
  const store = new LogStore();
  for (const { labels, entries } of streams) {
    store.push(
      Labels.of(labels),
      entries.map(({ ts, line, metadata }) => ({
        timestampNs: BigInt(ts),
        line,
        ...(metadata !== undefined && { metadata: Labels.of(metadata) }),
      })),
    );
  }
  return store;
}
