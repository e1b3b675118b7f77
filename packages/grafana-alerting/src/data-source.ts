/** A column of a data frame; null is a missing value. Times are Unix milliseconds. */
export type Field =
  | { readonly name: string; readonly type: 'time'; readonly values: readonly (number | null)[] }
  | {
      readonly name: string;
      readonly type: 'number';
      readonly labels?: Readonly<Record<string, string>>;
      readonly values: readonly (number | null)[];
    }
  | { readonly name: string; readonly type: 'string'; readonly values: readonly (string | null)[] }
  | { readonly name: string; readonly type: 'boolean'; readonly values: readonly (boolean | null)[] }
  | { readonly name: string; readonly type: 'json'; readonly values: readonly unknown[] };

/** A table as data sources answer it: fields of equal length. */
export interface Frame {
  readonly name?: string;
  readonly fields: readonly Field[];
  /** What data-plane metadata (`meta.type`) say: the number fields hold numbers, not series, even beside a time. */
  readonly kind?: 'numeric';
  /** Prometheus marks the frames of an instant query as `vector`, of a constant one as `scalar`. */
  readonly resultType?: 'vector' | 'matrix' | 'scalar';
}

/** One query node of a rule, with the time range that its relativeTimeRange means at this evaluation. */
export interface DataQuery {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly queryType: string;
  /** The node's model as the file gives it; only the adapter of its data source knows its keys. */
  readonly model: Readonly<Record<string, unknown>>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalMs: number;
  readonly maxDataPoints: number;
}

/** What a data source answers to one query; `frames: undefined` when it answers nothing for that refId. */
export type DataResponse =
  { readonly ok: true; readonly frames: readonly Frame[] | undefined } | { readonly ok: false; readonly error: string };

/** Grafana's data source types by behaviour: how frames become values depends on it. */
export type DataSourceType = 'prometheus' | 'loki' | 'postgres' | 'influxdb' | 'other';

/** The one seam between rules and data: embedded stores, PostgreSQL and HTTP clients implement it. */
export interface DataSource {
  readonly uid: string;
  readonly type: DataSourceType;
  query(request: DataQuery): Promise<DataResponse>;
}
