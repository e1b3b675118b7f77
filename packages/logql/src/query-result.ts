import type { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import type { LogSource } from './eval/log-source';
import type { LogStreamResult } from './eval/read-streams';

/** A number at a moment, in milliseconds of Unix time. */
export interface Point {
  readonly timestampMs: number;
  readonly value: number;
}

/** What a query gives; vectors and matrices in Loki's order, which is by labels unless the query sorts. */
export type QueryValue =
  | { readonly type: 'vector'; readonly samples: readonly (Point & { readonly labels: Labels })[] }
  | ({ readonly type: 'scalar' } & Point)
  | {
      readonly type: 'matrix';
      readonly series: readonly { readonly labels: Labels; readonly points: readonly Point[] }[];
    }
  | { readonly type: 'streams'; readonly streams: readonly LogStreamResult[] };

export type QueryResult =
  { readonly ok: true; readonly value: QueryValue } | { readonly ok: false; readonly error: QueryError };

interface CommonOptions {
  readonly source: LogSource;
  /** More series than this in the result are an error `limit`; Loki's default is 500. */
  readonly maxSeries?: number;
}

export interface InstantOptions extends CommonOptions {
  readonly atNs: bigint;
}

export interface RangeOptions extends CommonOptions {
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** Metric queries only. */
  readonly stepNs: bigint;
  /** Log queries only: how many lines at most (100). */
  readonly limit?: number;
  /** Log queries only: newest first (`backward`) unless `forward`. */
  readonly direction?: 'forward' | 'backward';
  /** Log queries only: no two lines closer than this. */
  readonly intervalNs?: bigint;
  /** Log queries only: one result for each stream, with the other labels at each line (Loki's `categorize-labels`). */
  readonly categorize?: boolean;
}
