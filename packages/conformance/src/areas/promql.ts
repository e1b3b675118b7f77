import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatValue,
  instantQuery,
  parseNotedSeries,
  rangeQuery,
  type QueryResult,
  type QueryValue,
} from '@firedrill/promql';
import { Labels, MetricStore } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';

const FILE = 'prometheus/promql-shop.json';
const DATASET = 'prometheus/shop-dataset.json';

interface Dataset {
  readonly groups: readonly {
    readonly startMs: number;
    readonly intervalMs: number;
    readonly series: readonly { readonly series: string; readonly values: string }[];
  }[];
}

type Metric = Readonly<Record<string, string>>;
type WirePoint = readonly [seconds: number, value: string];

interface ShopCase {
  readonly name: string;
  readonly query: string;
  readonly time?: number;
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly expect: {
    readonly resultType?: 'vector' | 'matrix' | 'scalar' | 'string';
    readonly result?: readonly {
      readonly metric: Metric;
      readonly value?: string;
      readonly values?: readonly WirePoint[];
    }[];
    readonly value?: string;
    readonly ordered?: boolean;
    readonly error?: string;
    readonly errorType?: string;
    readonly warnings?: readonly string[];
    readonly infos?: readonly string[];
  };
}

/** Queries over a fixed data set and the answers of Prometheus. */
export const area: Area = {
  name: 'promql',
  files: [FILE],
  run: (folder) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const source = load(read(DATASET) as Dataset);
    const { cases } = read(FILE) as { cases: readonly ShopCase[] };
    return Promise.resolve(cases.map((shopCase) => runCase(shopCase, source)));
  },
};

/** The recorded data set in a store; also what the HTTP cases are asked about. */
export function load(dataset: Dataset): MetricStore {
  const store = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
  for (const { startMs, intervalMs, series } of dataset.groups) {
    for (const { series: selector, values } of series) {
      const { labels, points } = parseNotedSeries(`${selector} ${values}`);
      for (const [index, point] of points.entries()) {
        if (point === 'stale') store.appendStale(labels, startMs + index * intervalMs);
        else if (typeof point === 'number') store.append(labels, startMs + index * intervalMs, point);
      }
    }
  }
  return store;
}

function runCase(shopCase: ShopCase, source: MetricStore): CaseResult {
  const { name, query, expect } = shopCase;
  const result = ask(shopCase, source);
  const difference = compare(expected(expect), actual(result, expect.ordered === true));
  if (difference === undefined) return { name, outcome: 'passed' };
  const message = result.ok ? '' : ` (${result.error.message})`;
  return {
    name,
    outcome: 'failed',
    expected: `${difference.expected} for ${query}`,
    actual: difference.actual + message,
  };
}

function ask({ query, time, start, end, step }: ShopCase, source: MetricStore): QueryResult {
  if (time !== undefined) return instantQuery(query, { atMs: milliseconds(time), source });
  const grid = { startMs: milliseconds(start), endMs: milliseconds(end), stepMs: milliseconds(step) };
  return rangeQuery(query, { ...grid, source });
}

function milliseconds(seconds = 0): number {
  return Math.round(seconds * 1000);
}

/** One line for each fact of an answer: its kind, the place of each value, and the remarks; values apart. */
interface Answer {
  readonly facts: readonly string[];
  readonly values: readonly string[];
}

interface Row {
  readonly key: string;
  readonly points: readonly WirePoint[];
}

function expected(expect: ShopCase['expect']): Answer {
  if (expect.error !== undefined) return { facts: [expect.errorType ?? ''], values: [] };
  const rows = (expect.result ?? []).map(({ metric, value, values }) => ({
    key: Labels.of(metric).key,
    points: values ?? [[0, value ?? ''] as const],
  }));
  const all = expect.value === undefined ? rows : [{ key: '', points: [[0, expect.value] as const] }];
  return answer(expect.resultType ?? '', all, expect.ordered === true, [
    ...(expect.warnings ?? []),
    ...(expect.infos ?? []),
  ]);
}

function actual(result: QueryResult, ordered: boolean): Answer {
  if (result.ok) return answer(result.value.type, rowsOf(result.value), ordered, [...result.warnings, ...result.infos]);
  const refused = ['syntax', 'check', 'unsupported'].includes(result.error.kind);
  return { facts: [refused ? 'bad_data' : 'execution'], values: [] };
}

function rowsOf(value: QueryValue): Row[] {
  switch (value.type) {
    case 'scalar':
    case 'string':
      return [{ key: '', points: [[0, text(value.value)]] }];
    case 'vector':
      return value.samples.map((sample) => ({ key: sample.labels.key, points: [[0, text(sample.value)]] }));
    case 'matrix':
      return value.series.map(({ labels, points }) => ({
        key: labels.key,
        points: points.map((point) => [point.timestampMs / 1000, text(point.value)] as const),
      }));
  }
}

function text(value: number | string): string {
  return typeof value === 'number' ? formatValue(value) : value;
}

function answer(type: string, rows: readonly Row[], ordered: boolean, remarks: readonly string[]): Answer {
  const listed = ordered ? rows : [...rows].sort((left, right) => (left.key < right.key ? -1 : 1));
  return {
    facts: [
      type,
      ...remarks,
      ...listed.flatMap(({ key, points }) => points.map(([seconds]) => `${key} at ${seconds}`)),
    ],
    values: listed.flatMap(({ points }) => points.map(([, value]) => value)),
  };
}

function compare(wanted: Answer, got: Answer): { readonly expected: string; readonly actual: string } | undefined {
  const facts = [wanted.facts.join('\n'), got.facts.join('\n')] as const;
  if (facts[0] !== facts[1]) return { expected: facts[0], actual: facts[1] };
  const index = wanted.values.findIndex((value, place) => !isClose(value, got.values[place] ?? ''));
  if (index < 0) return undefined;
  const place = wanted.facts.at(index - wanted.values.length) ?? '';
  return { expected: `${place}: ${wanted.values[index] ?? ''}`, actual: got.values[index] ?? '' };
}

function isClose(wanted: string, got: string): boolean {
  if (wanted === got) return true;
  const [left, right] = [Number(wanted), Number(got)];
  return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));
}
