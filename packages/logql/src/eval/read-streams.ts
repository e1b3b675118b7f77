import type { Labels, LogSlice } from '@firedrill/timeseries';
import { LineLabels, type LabelCategories } from '../pipeline/line-labels';
import { ALL_LABELS, ParserHints } from '../pipeline/parser-hints';
import type { LogPlan } from '../plan/log-plan';
import type { LogSource } from './log-source';

export interface StreamEntry {
  readonly timestampNs: bigint;
  readonly line: string;
  /** With `categorize` only: the labels that are not the stream's own. */
  readonly categories?: Omit<LabelCategories, 'stream'>;
}

/** The lines with one label set (with `categorize`: of one stream), in the direction that was asked for. */
export interface LogStreamResult {
  readonly labels: Labels;
  readonly entries: readonly StreamEntry[];
}

/** `startNs` is included, `endNs` is not. `intervalNs` leaves out what follows another line too closely. */
export interface LogWindow {
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly limit: number;
  readonly direction: 'forward' | 'backward';
  readonly intervalNs: bigint;
  readonly categorize: boolean;
}

interface Found extends StreamEntry {
  readonly labels: Labels;
}

/** Runs a log query: the first `limit` lines of all streams in the direction asked for. */
export function readStreams(plan: LogPlan, source: LogSource, window: LogWindow): readonly LogStreamResult[] {
  const slices = source.select(plan.matchers, { fromNs: window.startNs, toNs: window.endNs });
  const readers = slices.map((slice) => readSlice(plan, slice, window));
  const heads = readers.map((reader) => reader.next().value);
  const streams = new Map<string, { labels: Labels; entries: StreamEntry[] }>();
  let last: bigint | undefined;
  for (let count = 0; count < window.limit;) {
    const nextIndex = nextHead(heads, window.direction === 'forward');
    const found = heads[nextIndex];
    if (found === undefined) break;
    heads[nextIndex] = readers[nextIndex]?.next().value;
    if (last !== undefined && distance(found.timestampNs, last) < window.intervalNs) continue;
    last = found.timestampNs;
    count += 1;
    const { labels, ...entry } = found;
    const stream = streams.get(labels.key);
    if (stream === undefined) streams.set(labels.key, { labels, entries: [entry] });
    else stream.entries.push(entry);
  }
  return [...streams.values()].sort((left, right) => left.labels.compare(right.labels));
}

function distance(left: bigint, right: bigint): bigint {
  return left > right ? left - right : right - left;
}

function nextHead(heads: readonly (Found | undefined)[], forward: boolean): number {
  let best = -1;
  for (const [index, head] of heads.entries()) {
    if (head === undefined) continue;
    const other = heads[best];
    if (other === undefined || (forward ? head.timestampNs < other.timestampNs : head.timestampNs > other.timestampNs))
      best = index;
  }
  return best;
}

/** The lines of one slice that pass, read on demand. */
function* readSlice(
  { filters, stages }: LogPlan,
  slice: LogSlice,
  { direction, categorize }: LogWindow,
): Generator<Found, undefined> {
  const labels = new LineLabels(slice.labels, new ParserHints(ALL_LABELS));
  next: for (let count = 0; count < slice.length; count++) {
    const index = direction === 'forward' ? count : slice.length - 1 - count;
    let line: string | undefined = slice.line(index);
    labels.reset(slice.metadata(index));
    labels.timestampNs = () => slice.timestampNs(index);
    for (const stage of [...filters, ...stages]) {
      line = stage(line, labels);
      if (line === undefined) continue next;
    }
    const timestampNs = slice.timestampNs(index);
    if (categorize) {
      const { stream, ...categories } = labels.categories();
      yield { labels: stream, timestampNs, line, categories };
    } else yield { labels: labels.result({ kind: 'all' }), timestampNs, line };
  }
  return undefined;
}
