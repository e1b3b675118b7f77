import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMatcher, Labels, LogStore, MetricStore } from '@firedrill/timeseries';
import { openLogJournal } from './log-journal';
import { openMetricJournal } from './metric-journal';

const HOUR_MS = 3_600_000;
const START_MS = 1_700_000_000_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const segments = (): string[] => readdirSync(folder).sort();
const metricStore = (): MetricStore => new MetricStore({ retentionMs: HOUR_MS, maxSamples: 1_000_000 });

function samples(store: MetricStore): unknown[] {
  return store
    .select([createMatcher('__name__', '=~', '.+')], 0, Infinity)
    .map(({ labels, baseMs, timestamps, values, stale, from, to }) => ({
      labels: labels.toObject(),
      points: Array.from({ length: to - from }, (_, index) => [
        baseMs + timestamps[from + index]! - START_MS,
        stale?.[from + index] === 1 ? 'stale' : values[from + index],
      ]),
    }));
}

/** What a run that writes these samples leaves for the next one. */
function writeMetrics(act: (journal: ReturnType<typeof openMetricJournal>) => void): void {
  const journal = openMetricJournal({ folder, store: metricStore(), retentionMs: HOUR_MS, flushMs: 1e9 });
  act(journal);
  journal.close();
}

function replayMetrics(): MetricStore {
  const store = metricStore();
  openMetricJournal({ folder, store, retentionMs: HOUR_MS, flushMs: 1e9 }).close();
  return store;
}

test('samples and stale markers are there again after a restart', () => {
  writeMetrics((journal) => {
    const a = journal.handle(Labels.of({ __name__: 'a', job: 'ä' }));
    const b = journal.handle(Labels.of({ __name__: 'b' }));
    for (const step of [0, 1, 2]) {
      a.append(START_MS + step, step);
      b.append(START_MS + step, Number.NaN);
    }
    a.appendStale(START_MS + 3);
  });
  expect(samples(replayMetrics())).toEqual([
    {
      labels: { __name__: 'a', job: 'ä' },
      points: [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 'stale'],
      ],
    },
    {
      labels: { __name__: 'b' },
      points: [
        [0, Number.NaN],
        [1, Number.NaN],
        [2, Number.NaN],
      ],
    },
  ]);
});

test('what was flushed before a crash is there, and a record cut off by it is not', () => {
  const journal = openMetricJournal({ folder, store: metricStore(), retentionMs: HOUR_MS, flushMs: 1e9 });
  const handle = journal.handle(Labels.of({ __name__: 'a' }));
  handle.append(START_MS, 1);
  journal.flush();
  handle.append(START_MS + 1, 2);
  expect(samples(replayMetrics())).toMatchObject([{ points: [[0, 1]] }]);
  journal.flush();
  const [first = ''] = segments();
  truncateSync(join(folder, first), 60);
  appendFileSync(join(folder, first), 'torn');
  expect(samples(replayMetrics())).toMatchObject([{ points: [[0, 1]] }]);
  journal.close();
});

test('segments older than the retention leave the disk', () => {
  writeMetrics((journal) => {
    const handle = journal.handle(Labels.of({ __name__: 'a' }));
    for (let minute = 0; minute < 180; minute += 1) {
      handle.append(START_MS + minute * 60_000, minute);
      journal.flush();
    }
  });
  expect(segments().length).toBeLessThan(12);
  expect(replayMetrics().stats().samples).toBe(60);
});

test('a journal keeps to its size', () => {
  const journal = openLogJournal({
    folder,
    store: new LogStore(),
    retentionMs: HOUR_MS,
    maxBytes: 20_000_000,
    flushMs: 1e9,
  });
  const line = 'x'.repeat(1_000_000);
  for (let count = 0; count < 40; count += 1) {
    journal.push(Labels.of({ app: 'a' }), [{ timestampNs: BigInt(count), line }]);
    journal.flush();
  }
  expect(journal.bytes()).toBeLessThanOrEqual(20_000_000);
  journal.close();
});

test('lines, their metadata and their streams are there again, once', () => {
  const app = Labels.of({ app: 'a' });
  const entries = [
    { timestampNs: 1_700_000_000_000_000_001n, line: 'one\nmore ☃' },
    { timestampNs: 1_700_000_000_000_000_001n, line: '', metadata: Labels.of({ id: '1' }) },
  ];
  const journal = openLogJournal({ folder, store: new LogStore(), retentionMs: HOUR_MS, flushMs: 1e9 });
  expect(journal.push(app, entries)).toEqual({ accepted: 2, duplicates: 0 });
  expect(journal.push(app, entries)).toEqual({ accepted: 0, duplicates: 2 });
  journal.close();
  const store = new LogStore();
  openLogJournal({ folder, store, retentionMs: HOUR_MS, flushMs: 1e9 }).close();
  const [slice] = store.select([], { fromNs: 0n, toNs: 2n ** 62n });
  const read = Array.from({ length: slice!.length }, (_, index) => [
    slice!.line(index),
    slice!.metadata(index)?.toObject(),
  ]);
  expect(read).toEqual([
    ['one\nmore ☃', undefined],
    ['', { id: '1' }],
  ]);
});
