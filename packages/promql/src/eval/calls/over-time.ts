import { maximum, minimum, quantile, type Accumulator } from '@firedrill/query-core';
import { KahanMean, KahanSum } from '../kahan';
import type { Window } from '../windows';
import { perWindow, type Implementation } from './call';

export const sumOverTime = accumulated(() => new KahanSum());
export const avgOverTime = accumulated(() => new KahanMean());
export const minOverTime = accumulated(minimum);
export const maxOverTime = accumulated(maximum);
export const stdvarOverTime: Implementation = perWindow(() => varianceOf);
export const stddevOverTime: Implementation = perWindow(() => (window) => Math.sqrt(varianceOf(window)));
export const countOverTime: Implementation = perWindow(() => (window) => window.to - window.from);
export const presentOverTime: Implementation = perWindow(() => () => 1);
export const lastOverTime: Implementation = perWindow(
  () =>
    ({ values, to }) =>
      values[to - 1],
  { keepName: true },
);
export const firstOverTime: Implementation = perWindow(
  () =>
    ({ values, from }) =>
      values[from],
  { keepName: true },
);

export const quantileOverTime: Implementation = perWindow(
  (call) => {
    const q = call.scalar(0);
    if (!(q >= 0 && q <= 1)) call.evaluation.annotations.warnQuantile(q, call.arg(0).span);
    return ({ values, from, to }) => quantile(q, values.subarray(from, to));
  },
  { range: 1 },
);

function accumulated(create: () => Accumulator): Implementation {
  return perWindow(() => ({ values, from, to }) => {
    const accumulator = create();
    for (let index = from; index < to; index++) accumulator.add(values[index] ?? NaN);
    return accumulator.result();
  });
}

/** Population variance by Welford's method with compensated sums. */
function varianceOf({ values, from, to }: Window): number {
  const mean = new KahanSum();
  const squares = new KahanSum();
  for (let index = from; index < to; index++) {
    const value = values[index] ?? NaN;
    const delta = value - mean.result();
    mean.add(delta / (index - from + 1));
    squares.add(delta * (value - mean.result()));
  }
  return squares.result() / (to - from);
}
