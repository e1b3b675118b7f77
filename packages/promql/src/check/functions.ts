import type { ValueType } from './value-types';

/** What a function takes and gives. */
export interface FunctionSignature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  /** The last argument may be given any number of times, none included. */
  readonly repeats?: true;
  readonly returns: ValueType;
}

const sampleFunction = { args: ['vector'], returns: 'vector' } as const;
const rangeFunction = { args: ['matrix'], returns: 'vector' } as const;
const dateFunction = { args: ['vector'], optional: 1, returns: 'vector' } as const;

/** Every function that works on floats and needs no feature flag, as of Prometheus 3.14. */
export const FUNCTIONS = {
  abs: sampleFunction,
  absent: sampleFunction,
  absent_over_time: rangeFunction,
  acos: sampleFunction,
  acosh: sampleFunction,
  asin: sampleFunction,
  asinh: sampleFunction,
  atan: sampleFunction,
  atanh: sampleFunction,
  avg_over_time: rangeFunction,
  ceil: sampleFunction,
  changes: rangeFunction,
  clamp: { args: ['vector', 'scalar', 'scalar'], returns: 'vector' },
  clamp_max: { args: ['vector', 'scalar'], returns: 'vector' },
  clamp_min: { args: ['vector', 'scalar'], returns: 'vector' },
  cos: sampleFunction,
  cosh: sampleFunction,
  count_over_time: rangeFunction,
  day_of_month: dateFunction,
  day_of_week: dateFunction,
  day_of_year: dateFunction,
  days_in_month: dateFunction,
  deg: sampleFunction,
  delta: rangeFunction,
  deriv: rangeFunction,
  exp: sampleFunction,
  first_over_time: rangeFunction,
  floor: sampleFunction,
  histogram_fraction: { args: ['scalar', 'scalar', 'vector'], returns: 'vector' },
  histogram_quantile: { args: ['scalar', 'vector'], returns: 'vector' },
  hour: dateFunction,
  idelta: rangeFunction,
  increase: rangeFunction,
  irate: rangeFunction,
  label_join: { args: ['vector', 'string', 'string', 'string'], repeats: true, returns: 'vector' },
  label_replace: { args: ['vector', 'string', 'string', 'string', 'string'], returns: 'vector' },
  last_over_time: rangeFunction,
  ln: sampleFunction,
  log10: sampleFunction,
  log2: sampleFunction,
  max_over_time: rangeFunction,
  min_over_time: rangeFunction,
  minute: dateFunction,
  month: dateFunction,
  pi: { args: [], returns: 'scalar' },
  predict_linear: { args: ['matrix', 'scalar'], returns: 'vector' },
  present_over_time: rangeFunction,
  quantile_over_time: { args: ['scalar', 'matrix'], returns: 'vector' },
  rad: sampleFunction,
  rate: rangeFunction,
  resets: rangeFunction,
  round: { args: ['vector', 'scalar'], optional: 1, returns: 'vector' },
  scalar: { args: ['vector'], returns: 'scalar' },
  sgn: sampleFunction,
  sin: sampleFunction,
  sinh: sampleFunction,
  sort: sampleFunction,
  sort_desc: sampleFunction,
  sqrt: sampleFunction,
  stddev_over_time: rangeFunction,
  stdvar_over_time: rangeFunction,
  sum_over_time: rangeFunction,
  tan: sampleFunction,
  tanh: sampleFunction,
  time: { args: [], returns: 'scalar' },
  timestamp: sampleFunction,
  vector: { args: ['scalar'], returns: 'vector' },
  year: dateFunction,
} as const satisfies Record<string, FunctionSignature>;

export type FunctionName = keyof typeof FUNCTIONS;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** Functions that Prometheus has and this engine refuses, with the reason. */
export const UNSUPPORTED_FUNCTIONS: Readonly<Record<string, string>> = {
  histogram_avg: 'native histograms',
  histogram_count: 'native histograms',
  histogram_stddev: 'native histograms',
  histogram_stdvar: 'native histograms',
  histogram_sum: 'native histograms',
  double_exponential_smoothing: 'experimental',
  end: 'experimental',
  histogram_quantiles: 'experimental',
  info: 'experimental',
  mad_over_time: 'experimental',
  max_of: 'experimental',
  min_of: 'experimental',
  range: 'experimental',
  sort_by_label: 'experimental',
  sort_by_label_desc: 'experimental',
  start: 'experimental',
  start_timestamp: 'experimental',
  step: 'experimental',
  ts_of_first_over_time: 'experimental',
  ts_of_last_over_time: 'experimental',
  ts_of_max_over_time: 'experimental',
  ts_of_min_over_time: 'experimental',
};
