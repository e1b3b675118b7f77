import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { typeOf } from '../check/value-types';
import type { MatrixSeries, Point, QueryValue } from '../query-result';
import { evaluate } from './evaluate';
import type { Evaluation } from './evaluation';
import { assertDistinct, withoutName, type Sample } from './sample';
import { forEachWindow } from './windows';

/** Evaluates at the plan's one time. */
export function collectInstant(evaluation: Evaluation): QueryValue {
  const { expr, grid } = evaluation.plan;
  const timestampMs = grid.startMs;
  if (typeOf(expr) === 'matrix') return { type: 'matrix', series: rawSeries(evaluation, timestampMs) };
  const value = evaluate(expr, evaluation, timestampMs);
  if (typeof value === 'number') return { type: 'scalar', timestampMs, value };
  if (typeof value === 'string') return { type: 'string', timestampMs, value };
  const samples = finished(value).map((sample) => ({ labels: sample.labels, timestampMs, value: sample.value }));
  return { type: 'vector', samples };
}

/** Evaluates at each step and puts the samples of one label set together. */
export function collectRange(evaluation: Evaluation): QueryValue {
  const { expr, grid } = evaluation.plan;
  const series = new Map<string, { labels: Labels; points: Point[] }>();
  for (let timestampMs = grid.startMs; timestampMs <= grid.endMs; timestampMs += grid.stepMs) {
    const value = evaluate(expr, evaluation, timestampMs);
    for (const { labels, value: point } of finished(asSamples(value))) {
      let entry = series.get(labels.key);
      if (entry === undefined) series.set(labels.key, (entry = { labels, points: [] }));
      entry.points.push({ timestampMs, value: point });
    }
  }
  return { type: 'matrix', series: sortedByLabels([...series.values()]) };
}

/** Drops the names that were to go at the end of the query. */
function finished(samples: readonly Sample[]): readonly Sample[] {
  if (!samples.some((sample) => sample.dropName)) return samples;
  const result = samples.map((sample) =>
    sample.dropName ? { ...sample, labels: withoutName(sample.labels) } : sample,
  );
  assertDistinct(result);
  return result;
}

function asSamples(value: ReturnType<typeof evaluate>): readonly Sample[] {
  if (typeof value === 'string')
    throw new QueryError('check', 'a range query needs a scalar or an instant vector, got a string');
  return typeof value === 'number' ? [{ labels: Labels.EMPTY, value, dropName: false }] : value;
}

function rawSeries(evaluation: Evaluation, timeMs: number): MatrixSeries[] {
  const result: MatrixSeries[] = [];
  forEachWindow(
    evaluation.plan.expr,
    evaluation,
    timeMs,
    ({ baseMs, timestamps, values, from, to }, labels, dropName) => {
      const points = Array.from({ length: to - from }, (_, index) => ({
        timestampMs: baseMs + (timestamps[from + index] ?? NaN),
        value: values[from + index] ?? NaN,
      }));
      result.push({ labels: dropName ? withoutName(labels) : labels, points });
    },
  );
  return sortedByLabels(result);
}

function sortedByLabels<S extends MatrixSeries>(series: S[]): S[] {
  return series.sort((left, right) => left.labels.compare(right.labels));
}
