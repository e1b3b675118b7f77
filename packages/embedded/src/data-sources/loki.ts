import {
  lokiRequest,
  type DataQuery,
  type DataSourceDefinition,
  type Field,
  type Frame,
} from '@firedrill/grafana-alerting';
import { instantQuery, rangeQuery, type QueryValue } from '@firedrill/logql';
import type { LogStore } from '@firedrill/timeseries';
import { queryDataSource, type ClosableDataSource } from './query-data-source';
import { metricFrames, valueOf } from './result-frames';

type Samples = Extract<QueryValue, { type: 'vector' }>['samples'];
type Streams = Extract<QueryValue, { type: 'streams' }>['streams'];

/** The stack's own Loki: the expression is evaluated on the log store, with the request Grafana would make. */
export function lokiDataSource(definition: DataSourceDefinition, source: LogStore): ClosableDataSource {
  return queryDataSource(definition, (query: DataQuery) => {
    const request = lokiRequest(query);
    const result =
      request.kind === 'instant'
        ? instantQuery(request.expr, { atNs: request.atNs, source })
        : rangeQuery(request.expr, { ...request, source });
    return framesOf(valueOf(result));
  });
}

function framesOf(value: QueryValue): Frame[] {
  switch (value.type) {
    case 'vector':
      return value.samples.length === 0 ? [] : [numberTable(value.samples)];
    case 'streams':
      return value.streams.map(({ entries }) => linesFrame(entries));
    default:
      return metricFrames(value);
  }
}

/** The samples of an instant query as rows: their labels in text columns, so that each is a number and not a series. */
function numberTable(samples: Samples): Frame {
  const names = [...new Set(samples.flatMap(({ labels }) => labels.names))];
  const columns = names.map((name): Field => ({
    name,
    type: 'string',
    values: samples.map(({ labels }) => labels.get(name)),
  }));
  return { fields: [...columns, { name: 'Value', type: 'number', values: samples.map(({ value }) => value) }] };
}

/** Log lines, which an alert rule cannot use: a time and a text column. */
function linesFrame(entries: Streams[number]['entries']): Frame {
  return {
    fields: [
      { name: 'Time', type: 'time', values: entries.map(({ timestampNs }) => Number(timestampNs / 1_000_000n)) },
      { name: 'Line', type: 'string', values: entries.map(({ line }) => line) },
    ],
  };
}
