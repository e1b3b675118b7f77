import { formatValue, type QueryValue, type StreamEntry } from '@firedrill/logql';

/** The encoding that a request may ask for in its header: see `categorize` of logql's range queries. */
export const CATEGORIZE_LABELS = 'categorize-labels';

/** A query's value as Loki's API answers it. */
export function lokiResultJson(value: QueryValue, categorize = false): unknown {
  const { resultType, result } = resultOf(value);
  return { resultType, ...(categorize && { encodingFlags: [CATEGORIZE_LABELS] }), result, stats: STATS };
}

function resultOf(value: QueryValue): { readonly resultType: string; readonly result: unknown } {
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: sample(value.timestampMs, value.value) };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.samples.map(({ labels, timestampMs, value: number }) => ({
          metric: labels.toObject(),
          value: sample(timestampMs, number),
        })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.series.map(({ labels, points }) => ({
          metric: labels.toObject(),
          values: points.map((point) => sample(point.timestampMs, point.value)),
        })),
      };
    case 'streams':
      return {
        resultType: 'streams',
        result: value.streams.map(({ labels, entries }) => ({
          stream: labels.toObject(),
          values: entries.map(entryJson),
        })),
      };
  }
}

function entryJson({ timestampNs, line, categories }: StreamEntry): readonly unknown[] {
  const entry = [String(timestampNs), line];
  if (categories === undefined) return entry;
  const filled = Object.entries(categories).filter(([, labels]) => labels.names.length > 0);
  return [...entry, Object.fromEntries(filled.map(([name, labels]) => [name, labels.toObject()]))];
}

function sample(timestampMs: number, value: number): readonly [number, string] {
  return [timestampMs / 1000, formatValue(value)];
}

const COUNTS = {
  bytesProcessedPerSecond: 0,
  linesProcessedPerSecond: 0,
  totalBytesProcessed: 0,
  totalLinesProcessed: 0,
  execTime: 0,
  queueTime: 0,
  subqueries: 0,
  totalEntriesReturned: 0,
  splits: 0,
  shards: 0,
  totalPostFilterLines: 0,
  totalStructuredMetadataBytesProcessed: 0,
};

/** The store counts nothing by query; clients expect the object. */
const STATS = { summary: COUNTS, querier: {}, ingester: {}, cache: {}, index: {} };
