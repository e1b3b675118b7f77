import type { Frame } from '@firedrill/grafana-alerting';
import type { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';

interface Point {
  readonly timestampMs: number;
  readonly value: number;
}

/** What PromQL and LogQL have in common in their answers. */
export type MetricValue =
  | { readonly type: 'vector'; readonly samples: readonly (Point & { readonly labels: Labels })[] }
  | {
      readonly type: 'matrix';
      readonly series: readonly { readonly labels: Labels; readonly points: readonly Point[] }[];
    }
  | ({ readonly type: 'scalar' } & Point);

/** The value of an answer; throws the error of one that failed. */
export function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: QueryError },
): T {
  if (!result.ok) throw result.error;
  return result.value;
}

/** One frame for each series or sample, as Grafana's Prometheus data source builds them. */
export function metricFrames(value: MetricValue): Frame[] {
  switch (value.type) {
    case 'vector':
      return value.samples.map((sample) => ({ ...seriesFrame(sample.labels, [sample]), resultType: 'vector' }));
    case 'scalar':
      return [{ fields: [{ name: 'Value', type: 'number', values: [value.value] }], resultType: 'scalar' }];
    case 'matrix':
      return value.series.map(({ labels, points }) => ({ ...seriesFrame(labels, points), resultType: 'matrix' }));
  }
}

/** Log lines, which an alert rule cannot use: a time and a text column. */
export function linesFrame(entries: readonly { readonly timestampNs: bigint; readonly line: string }[]): Frame {
  return {
    fields: [
      { name: 'Time', type: 'time', values: entries.map(({ timestampNs }) => Number(timestampNs / 1_000_000n)) },
      { name: 'Line', type: 'string', values: entries.map(({ line }) => line) },
    ],
  };
}

/** A text constant, which an alert rule cannot use either. */
export function textFrame(text: string): Frame {
  return { fields: [{ name: 'Value', type: 'string', values: [text] }] };
}

/** The frames of a vector marked by data-plane metadata, as Grafana's Loki data source builds them. */
export function numericFrames(samples: Extract<MetricValue, { type: 'vector' }>['samples']): Frame[] {
  return samples.map((sample) => ({ ...seriesFrame(sample.labels, [sample]), kind: 'numeric' }));
}

function seriesFrame(labels: Labels, points: readonly Point[]): Frame {
  return {
    fields: [
      { name: 'Time', type: 'time', values: points.map(({ timestampMs }) => timestampMs) },
      { name: 'Value', type: 'number', labels: recordOf(labels), values: points.map(({ value }) => value) },
    ],
  };
}

const records = new WeakMap<Labels, Readonly<Record<string, string>>>();

/** The same record for the same label set, so that what reads the frames can share what it makes of it. */
function recordOf(labels: Labels): Readonly<Record<string, string>> {
  let record = records.get(labels);
  if (record === undefined) records.set(labels, (record = labels.toObject()));
  return record;
}
