import { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import type { Sample } from './eval/log-source';
import type { Point, QueryValue } from './query-result';
import type { MetricExpr } from './syntax/ast';
import { walk } from './syntax/walk';

export function scalarOf(value: number, atNs: bigint): QueryValue {
  return { type: 'scalar', timestampMs: milliseconds(atNs), value };
}

/** Sorted by labels, unless the query has a `sort`. */
export function vectorOf(expr: MetricExpr, samples: readonly Sample[], atNs: bigint, maxSeries: number): QueryValue {
  limitSeries(samples.length, maxSeries);
  const timestampMs = milliseconds(atNs);
  const sorted = isSorting(expr) ? samples : [...samples].sort((left, right) => left.labels.compare(right.labels));
  return { type: 'vector', samples: sorted.map(({ labels, value }) => ({ labels, timestampMs, value })) };
}

export function matrixOf(
  vectors: readonly (readonly Sample[])[],
  times: readonly bigint[],
  maxSeries: number,
): QueryValue {
  const series = new Map<string, { labels: Labels; points: Point[] }>();
  for (const [index, vector] of vectors.entries()) {
    const timestampMs = milliseconds(times[index] ?? 0n);
    for (const { labels, value } of vector) {
      const known = series.get(labels.key);
      if (known === undefined) series.set(labels.key, { labels, points: [{ timestampMs, value }] });
      else known.points.push({ timestampMs, value });
    }
  }
  limitSeries(series.size, maxSeries);
  return { type: 'matrix', series: [...series.values()].sort((left, right) => left.labels.compare(right.labels)) };
}

function limitSeries(count: number, maxSeries: number): void {
  if (count > maxSeries) throw new QueryError('limit', `the query gives more than ${maxSeries} series`);
}

function milliseconds(timeNs: bigint): number {
  return Number(timeNs / 1_000_000n);
}

function isSorting(expr: MetricExpr): boolean {
  let found = false;
  walk(expr, (inner) => {
    if (inner.kind === 'vectorAggregation' && inner.operation.startsWith('sort')) found = true;
  });
  return found;
}
