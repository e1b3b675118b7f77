import { quantile, variance } from '@firedrill/query-core';
import type { RangeOperation } from '../syntax/token-kinds';

/** The samples of one series in a window, from index `from` up to `to`; there is at least one. Times are nanoseconds. */
export interface SampleWindow {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly rangeSeconds: number;
  /** The number that quantile_over_time is given. */
  readonly parameter: number;
}

export const RANGE_FUNCTIONS: Readonly<Record<RangeOperation, (window: SampleWindow) => number>> = {
  count_over_time: ({ from, to }) => to - from,
  rate: (window) => sum(window) / window.rangeSeconds,
  rate_counter: rateCounter,
  bytes_over_time: sum,
  bytes_rate: (window) => sum(window) / window.rangeSeconds,
  absent_over_time: () => 1,
  sum_over_time: sum,
  avg_over_time: average,
  min_over_time: (window) => extreme(window, (value, best) => value < best),
  max_over_time: (window) => extreme(window, (value, best) => value > best),
  stddev_over_time: (window) => Math.sqrt(populationVariance(window)),
  stdvar_over_time: populationVariance,
  quantile_over_time: ({ values, from, to, parameter }) => quantile(parameter, values.slice(from, to)),
  first_over_time: ({ values, from }) => values[from] ?? NaN,
  last_over_time: ({ values, to }) => values[to - 1] ?? NaN,
};

function sum({ values, from, to }: SampleWindow): number {
  let total = 0;
  for (let index = from; index < to; index++) total += values[index] ?? 0;
  return total;
}

/** An incremental mean that does not overflow; an infinity stays. */
function average({ values, from, to }: SampleWindow): number {
  let mean = 0;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? 0;
    if (!Number.isFinite(mean) && (mean === value || Number.isFinite(value))) continue;
    mean += (value - mean) / (index - from + 1);
  }
  return mean;
}

function extreme({ values, from, to }: SampleWindow, better: (value: number, best: number) => boolean): number {
  let best = values[from] ?? NaN;
  for (let index = from + 1; index < to; index++) {
    const value = values[index] ?? NaN;
    if (Number.isNaN(best) || better(value, best)) best = value;
  }
  return best;
}

function populationVariance({ values, from, to }: SampleWindow): number {
  const accumulator = variance();
  for (let index = from; index < to; index++) accumulator.add(values[index] ?? NaN);
  return accumulator.result();
}

/**
 * The increase over the window's seconds. Loki means to extrapolate to the window as Prometheus does, but mixes
 * nanoseconds with milliseconds, which leaves a factor close to 1; recorded answers carry it.
 */
function rateCounter({ times, values, from, to, rangeSeconds }: SampleWindow): number {
  if (to - from < 2) return 0;
  const first = values[from] ?? 0;
  let increase = (values[to - 1] ?? 0) - first;
  for (let index = from + 1; index < to; index++) {
    const before = values[index - 1] ?? 0;
    if ((values[index] ?? 0) < before) increase += before;
  }
  const interval = (times[to - 1] ?? 0) - (times[from] ?? 0);
  const toStart = rangeSeconds * 1000;
  const toZero = increase > 0 && first >= 0 ? interval * (first / increase) : toStart;
  return (increase * ((interval + Math.min(toStart, toZero)) / interval)) / rangeSeconds;
}
