import { Labels, MetricStore } from '@firedrill/timeseries';

/** A series with its samples in time order. */
export interface RandomSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly timestampMs: number; readonly value: number }[];
}

export const START_MS = 1_795_168_800_000;
/** Between two samples of a series. */
export const STEP_MS = 15_000;
export const SAMPLES = 160;
/** Samples lie this far from whole steps, so that no window of whole steps begins or ends on one. */
const OFF_GRID_MS = 3_217;
const BUCKETS = ['0.1', '0.5', '1', '+Inf'];

/** Counters with resets, floating-point and integer gauges, and one histogram; all have gaps. The same for one seed. */
export function randomSeries(seed: number): readonly RandomSeries[] {
  const next = generator(seed);
  return [...plain('requests_total', () => counter(next)), ...plain('sent_total', () => counter(next))]
    .concat(plain('temperature', () => gauge(next)))
    .concat(plain('workers', () => () => Math.floor(next() * 6)))
    .concat(histograms(next))
    .map(({ labels, values }) => ({ labels, samples: withGaps(values, next) }));
}

export function storeOf(series: readonly RandomSeries[]): MetricStore {
  const store = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
  for (const { labels, samples } of series) {
    for (const { timestampMs, value } of samples) store.append(Labels.of(labels), timestampMs, value);
  }
  return store;
}

export function openMetricsOf(series: readonly RandomSeries[]): string {
  const lines = series.flatMap(({ labels: { __name__: name = '', ...labels }, samples }) => {
    const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return samples.map(({ timestampMs, value }) => `${name}{${written.join(',')}} ${value} ${timestampMs / 1000}`);
  });
  return [...lines, '# EOF', ''].join('\n');
}

/** Numbers from 0 to below 1, evenly spread, by a linear congruence modulo 2^32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

interface Generated {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

function plain(name: string, create: () => () => number): Generated[] {
  const targets = ['api', 'db'].flatMap((job) => ['a', 'b', 'c'].map((instance) => ({ job, instance })));
  return targets.map((target) => ({
    labels: { __name__: name, ...target },
    values: Array.from({ length: SAMPLES }, create()),
  }));
}

/** High above zero, for the versions differ in how they treat a counter that is near it. */
function counter(next: () => number): () => number {
  let value = 100_000 * (1 + next());
  return () => (value = next() < 0.02 ? value * (0.2 + next() * 0.6) : value + next() * 20);
}

function gauge(next: () => number): () => number {
  let value = next() * 40 - 20;
  return () => (value += next() * 4 - 2);
}

/** Buckets that grow together. */
function histograms(next: () => number): Generated[] {
  return ['api', 'db'].flatMap((job) => {
    const parts = BUCKETS.map(() => Array.from({ length: SAMPLES }, growing(next)));
    return BUCKETS.map((le, bucket) => ({
      labels: { __name__: 'seconds_bucket', job, le },
      values: Array.from({ length: SAMPLES }, (_, sample) =>
        parts.slice(0, bucket + 1).reduce((sum, part) => sum + (part[sample] ?? 0), 0),
      ),
    }));
  });
}

function growing(next: () => number): () => number {
  let value = 100_000;
  return () => (value += Math.floor(next() * 10));
}

function withGaps(values: readonly number[], next: () => number): RandomSeries['samples'] {
  let missing = 0;
  return values.flatMap((value, index) => {
    missing = missing > 0 ? missing - 1 : next() < 0.02 ? Math.floor(next() * 30) : 0;
    return missing > 0 ? [] : [{ timestampMs: START_MS + index * STEP_MS + OFF_GRID_MS, value }];
  });
}
