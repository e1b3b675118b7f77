import { formatValue, type QueryValue } from '@firedrill/promql';

type WireSample = readonly [seconds: number, value: string];

/** A query's value as Prometheus' API answers it, at most `limit` series (0 for all). */
export function resultJson(
  value: QueryValue,
  limit: number,
): { readonly data: unknown; readonly isTruncated: boolean } {
  switch (value.type) {
    case 'scalar':
      return { data: { resultType: 'scalar', result: sample(value.timestampMs, value.value) }, isTruncated: false };
    case 'string':
      return { data: { resultType: 'string', result: [value.timestampMs / 1000, value.value] }, isTruncated: false };
    case 'vector': {
      const samples = truncated(value.samples, limit);
      const result = samples.map(({ labels, timestampMs, value: number }) => ({
        metric: labels.toObject(),
        value: sample(timestampMs, number),
      }));
      return { data: { resultType: 'vector', result }, isTruncated: samples.length < value.samples.length };
    }
    case 'matrix': {
      const series = truncated(value.series, limit);
      const result = series.map(({ labels, points }) => ({
        metric: labels.toObject(),
        values: points.map((point) => sample(point.timestampMs, point.value)),
      }));
      return { data: { resultType: 'matrix', result }, isTruncated: series.length < value.series.length };
    }
  }
}

export function truncated<Item>(items: readonly Item[], limit: number): readonly Item[] {
  return limit > 0 && items.length > limit ? items.slice(0, limit) : items;
}

function sample(timestampMs: number, value: number): WireSample {
  return [timestampMs / 1000, formatValue(value)];
}
