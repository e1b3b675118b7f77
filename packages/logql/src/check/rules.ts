import type { RangeOperation, VectorOperation } from '../syntax/token-kinds';

interface RangeRules {
  readonly unwrap: 'required' | 'forbidden' | 'allowed';
  readonly grouping: boolean;
  /** Whether a number comes before the log query. */
  readonly parameter: boolean;
}

const LINES: RangeRules = { unwrap: 'forbidden', grouping: false, parameter: false };
const NUMBERS: RangeRules = { unwrap: 'required', grouping: false, parameter: false };
const GROUPED_NUMBERS: RangeRules = { ...NUMBERS, grouping: true };

export const RANGE_RULES: Readonly<Record<RangeOperation, RangeRules>> = {
  count_over_time: LINES,
  rate: { ...LINES, unwrap: 'allowed' },
  rate_counter: NUMBERS,
  bytes_over_time: LINES,
  bytes_rate: LINES,
  absent_over_time: { ...LINES, unwrap: 'allowed' },
  sum_over_time: NUMBERS,
  avg_over_time: GROUPED_NUMBERS,
  min_over_time: GROUPED_NUMBERS,
  max_over_time: GROUPED_NUMBERS,
  stddev_over_time: GROUPED_NUMBERS,
  stdvar_over_time: GROUPED_NUMBERS,
  quantile_over_time: { ...GROUPED_NUMBERS, parameter: true },
  first_over_time: GROUPED_NUMBERS,
  last_over_time: GROUPED_NUMBERS,
};

interface VectorRules {
  readonly grouping: boolean;
  readonly parameter: boolean;
}

const PLAIN: VectorRules = { grouping: true, parameter: false };

export const VECTOR_RULES: Readonly<Record<VectorOperation, VectorRules>> = {
  sum: PLAIN,
  avg: PLAIN,
  min: PLAIN,
  max: PLAIN,
  count: PLAIN,
  stddev: PLAIN,
  stdvar: PLAIN,
  topk: { grouping: true, parameter: true },
  bottomk: { grouping: true, parameter: true },
  approx_topk: { grouping: false, parameter: true },
  sort: PLAIN,
  sort_desc: PLAIN,
};
