import type { BinaryPlan, MetricPlan, RangePlan } from '../plan/metric-plan';
import { Labels } from '@firedrill/timeseries';
import { combineVectors, combineWithNumber } from './binary';
import { replaceLabels } from './label-replace';
import type { Sample } from './log-source';
import type { MovingWindow } from './range-aggregation';
import { aggregateVector } from './vector-aggregation';

/** One step of an evaluation. */
export interface Step {
  /** Nanoseconds after the first step. */
  readonly offsetNs: number;
  readonly windows: ReadonlyMap<RangePlan, MovingWindow>;
}

/** The vector that a plan gives at a step; dispatch only. A number is one sample without labels. */
export function evaluate(plan: MetricPlan, step: Step): readonly Sample[] {
  switch (plan.kind) {
    case 'number':
    case 'vector':
      return [{ labels: Labels.EMPTY, value: plan.value }];
    case 'range':
      return step.windows.get(plan)?.at(step.offsetNs) ?? [];
    case 'aggregation':
      return aggregateVector(evaluate(plan.argument, step), plan);
    case 'replace':
      return replaceLabels(evaluate(plan.argument, step), plan);
    case 'binary':
      return evaluateBinary(plan, step);
  }
}

function evaluateBinary(plan: BinaryPlan, step: Step): readonly Sample[] {
  const { left, right } = plan;
  if (left.kind === 'number') return combineWithNumber(plan, evaluate(right, step), left.value, true);
  if (right.kind === 'number') return combineWithNumber(plan, evaluate(left, step), right.value, false);
  return combineVectors(plan, evaluate(left, step), evaluate(right, step));
}
