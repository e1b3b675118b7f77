import type { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';

export interface VectorSample {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

export interface Point {
  readonly timestampMs: number;
  readonly value: number;
}

export interface MatrixSeries {
  readonly labels: Labels;
  /** In time order. */
  readonly points: readonly Point[];
}

/** `sort`ed vectors keep their order, others have none; a matrix is sorted by labels. */
export type QueryValue =
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
  | { readonly type: 'scalar'; readonly timestampMs: number; readonly value: number }
  | { readonly type: 'string'; readonly timestampMs: number; readonly value: string };

export type QueryResult =
  | {
      readonly ok: true;
      readonly value: QueryValue;
      /** Remarks in Prometheus' words, each with its line and column. */
      readonly warnings: readonly string[];
      readonly infos: readonly string[];
    }
  | { readonly ok: false; readonly error: QueryError };
