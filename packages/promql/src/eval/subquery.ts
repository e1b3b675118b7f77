import type { SubqueryExpr } from '../syntax/ast';
import type { SeriesSlice } from '@firedrill/timeseries';
import { rangeVectorOf, type Evaluation, type RangeVector } from './evaluation';
import type { Sample } from './sample';

interface Collected {
  readonly first: Sample;
  readonly timestamps: number[];
  readonly values: number[];
}

/** Evaluates the inner expression once at each step that any window of the query needs. */
export function evaluateSubquery(node: SubqueryExpr, evaluation: Evaluation): RangeVector {
  return evaluation.subquery(node, () => {
    const grid = evaluation.plan.subqueryGrids.get(node);
    if (grid === undefined) throw new Error('invariant: the plan has a grid for each subquery');
    const collected = new Map<string, Collected>();
    for (let timeMs = grid.startMs; timeMs <= grid.endMs; timeMs += grid.stepMs) {
      evaluation.count(1);
      for (const sample of evaluation.vector(node.expr, timeMs)) collect(collected, sample, timeMs);
    }
    const series = [...collected.values()].map((entry) => ({ entry, slice: toSlice(entry) }));
    const unnamed = series.filter(({ entry }) => entry.first.dropName);
    return rangeVectorOf(
      series.map(({ slice }) => slice),
      new Set(unnamed.map(({ slice }) => slice)),
    );
  });
}

function collect(collected: Map<string, Collected>, sample: Sample, timeMs: number): void {
  const { key } = sample.labels;
  let series = collected.get(key);
  if (series === undefined) collected.set(key, (series = { first: sample, timestamps: [], values: [] }));
  series.timestamps.push(timeMs);
  series.values.push(sample.value);
}

function toSlice({ first, timestamps, values }: Collected): SeriesSlice {
  return {
    labels: first.labels,
    baseMs: 0,
    timestamps: Float64Array.from(timestamps),
    values: Float64Array.from(values),
    stale: undefined,
    from: 0,
    to: timestamps.length,
  };
}
