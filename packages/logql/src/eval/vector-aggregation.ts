import {
  aggregate,
  counter,
  groupSamples,
  maximum,
  minimum,
  plainSum,
  selectExtreme,
  standardDeviation,
  variance,
  type Accumulator,
} from '@firedrill/query-core';
import type { AggregationPlan } from '../plan/metric-plan';
import type { VectorOperation } from '../syntax/token-kinds';
import type { Sample } from './log-source';

type Aggregate = (samples: readonly Sample[], plan: AggregationPlan) => readonly Sample[];

const AGGREGATIONS: Readonly<Record<VectorOperation, Aggregate>> = {
  sum: accumulating(plainSum),
  avg: accumulating(runningMean),
  min: accumulating(minimum),
  max: accumulating(maximum),
  count: accumulating(counter),
  stddev: accumulating(standardDeviation),
  stdvar: accumulating(variance),
  topk: (samples, plan) => extremesOfGroups(samples, plan, true),
  bottomk: (samples, plan) => extremesOfGroups(samples, plan, false),
  approx_topk: (samples, plan) => extremesOfGroups(samples, plan, true),
  sort: (samples) => selectExtreme(samples, samples.length, false),
  sort_desc: (samples) => selectExtreme(samples, samples.length, true),
};

export function aggregateVector(samples: readonly Sample[], plan: AggregationPlan): readonly Sample[] {
  return AGGREGATIONS[plan.operation](samples, plan);
}

function accumulating(create: () => Accumulator): Aggregate {
  return (samples, { grouping }) => aggregate(samples, grouping, create);
}

/** A group's samples keep their own labels. */
function extremesOfGroups(
  samples: readonly Sample[],
  { grouping, parameter }: AggregationPlan,
  largest: boolean,
): Sample[] {
  return [...groupSamples(samples, grouping).values()].flatMap((group) => selectExtreme(group, parameter, largest));
}

function runningMean(): Accumulator {
  let [count, mean] = [0, 0];
  return {
    add: (value) => {
      count += 1;
      mean += (value - mean) / count;
    },
    result: () => mean,
  };
}
