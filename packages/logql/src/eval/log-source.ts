import type { Labels, LogSlice, Matcher, TimeRange } from '@firedrill/timeseries';

/** Where lines come from; a LogStore is one. */
export interface LogSource {
  /** The slices of the streams that every matcher accepts, from `fromNs` (included) to `toNs` (not included). */
  select(matchers: readonly Matcher[], range: TimeRange): readonly LogSlice[];
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}
