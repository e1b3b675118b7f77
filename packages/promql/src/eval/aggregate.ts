import {
  aggregate,
  counter,
  Grouping,
  groupSamples,
  maximum,
  minimum,
  quantile,
  QueryError,
  selectExtreme,
  standardDeviation,
  variance,
  type Accumulator,
} from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import { formatFixed } from '../format-value';
import type { AggregateExpr, AggregateOperator, Expr } from '../syntax/ast';
import type { Evaluation } from './evaluation';
import { KahanMean, KahanSum } from './kahan';
import type { Sample } from './sample';

type Aggregation = (
  expr: AggregateExpr,
  samples: readonly Sample[],
  evaluation: Evaluation,
  timeMs: number,
) => readonly Sample[];

/** Groups what the inner expression gave and makes one result for each group. */
export const evaluateAggregate: Aggregation = (expr, samples, evaluation, timeMs) =>
  AGGREGATIONS[expr.operator](expr, samples, evaluation, timeMs);

const AGGREGATIONS: Readonly<Record<AggregateOperator, Aggregation>> = {
  sum: accumulate(() => new KahanSum()),
  avg: accumulate(() => new KahanMean()),
  count: accumulate(counter),
  min: accumulate(minimum),
  max: accumulate(maximum),
  group: accumulate(() => ({ add: () => undefined, result: () => 1 })),
  stddev: accumulate(standardDeviation),
  stdvar: accumulate(variance),
  quantile: quantileOfGroups,
  topk: extremes(true),
  bottomk: extremes(false),
  count_values: countValues,
};

function accumulate(create: () => Accumulator): Aggregation {
  return (expr, samples) => {
    const results = aggregate(samples, groupingOf(expr), create);
    return results.map(({ labels, value }) => ({ labels, value, dropName: keepsName(expr, samples) }));
  };
}

function quantileOfGroups(
  expr: AggregateExpr,
  samples: readonly Sample[],
  evaluation: Evaluation,
  timeMs: number,
): Sample[] {
  const parameter = parameterOf(expr);
  const q = evaluation.scalar(parameter, timeMs);
  if (!(q >= 0 && q <= 1)) evaluation.annotations.warnQuantile(q, parameter.span);
  return mapGroups(expr, samples, (labels, members) => ({
    labels,
    value: quantile(
      q,
      members.map((member) => member.value),
    ),
    dropName: keepsName(expr, samples),
  }));
}

function extremes(largest: boolean): Aggregation {
  return (expr, samples, evaluation, timeMs) => {
    const parameter = parameterOf(expr);
    const k = evaluation.scalar(parameter, timeMs);
    if (Number.isNaN(k)) throw new QueryError('execution', 'the parameter is NaN', parameter.span);
    if (!(Math.abs(k) < 2 ** 63))
      throw new QueryError('execution', `the parameter ${k} is beyond 64 bits`, parameter.span);
    if (k < 1) return [];
    return [...groupSamples(samples, groupingOf(expr)).values()].flatMap((members) =>
      selectExtreme(members, Math.trunc(k), largest),
    );
  };
}

function countValues(
  expr: AggregateExpr,
  samples: readonly Sample[],
  evaluation: Evaluation,
  timeMs: number,
): readonly Sample[] {
  const parameter = parameterOf(expr);
  const name = evaluation.string(parameter, timeMs);
  if (name === '') throw new QueryError('execution', 'invalid label name ""', parameter.span);
  const { kind, labels } = expr.grouping;
  const grouping = new Grouping({ kind, labels: kind === 'by' ? [...labels, name] : labels });
  const valued = samples.map((sample) => ({ ...sample, labels: sample.labels.with(name, formatFixed(sample.value)) }));
  return aggregate(valued, grouping, counter).map((result) => ({ ...result, dropName: false }));
}

function mapGroups(
  expr: AggregateExpr,
  samples: readonly Sample[],
  map: (group: Labels, members: Sample[]) => Sample,
): Sample[] {
  return [...groupSamples(samples, groupingOf(expr))].map(([group, members]) => map(group, members));
}

/** `by (__name__)` over samples whose names are to go keeps the name until the end. */
function keepsName(expr: AggregateExpr, samples: readonly Sample[]): boolean {
  return (
    expr.grouping.kind === 'by' &&
    expr.grouping.labels.includes('__name__') &&
    samples.some((sample) => sample.dropName)
  );
}

function parameterOf(expr: AggregateExpr): Expr {
  if (expr.parameter === undefined) throw new Error(`invariant: ${expr.operator} was parsed with a parameter`);
  return expr.parameter;
}

const groupings = new WeakMap<AggregateExpr, Grouping>();

/** One grouping for each place in a query: it remembers the groups of the series it has seen. */
function groupingOf(expr: AggregateExpr): Grouping {
  let grouping = groupings.get(expr);
  if (grouping === undefined) groupings.set(expr, (grouping = new Grouping(expr.grouping)));
  return grouping;
}
