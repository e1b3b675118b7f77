import { lokiRequest, type DataQuery, type DataSourceDefinition, type Frame } from '@firedrill/grafana-alerting';
import { instantQuery, rangeQuery } from '@firedrill/logql';
import type { LogStore } from '@firedrill/timeseries';
import { askHttp } from './http-client';
import { readHttpResult, type HttpValue } from './http-result';
import { queryDataSource, type ClosableDataSource } from './query-data-source';
import { linesFrame, metricFrames, numericFrames, textFrame, valueOf } from './result-frames';

const HEALTHY = 'Data source successfully connected.';
const DEFAULT_LINES = 1000;

/** The stack's own Loki: the expression is evaluated on the log store, with the request Grafana would make. */
export function lokiDataSource(definition: DataSourceDefinition, source: LogStore): ClosableDataSource {
  const ask = (query: DataQuery): Frame[] => {
    const request = lokiRequest(query);
    const result =
      request.kind === 'instant'
        ? instantQuery(request.expr, { atNs: request.atNs, source })
        : rangeQuery(request.expr, { ...request, source });
    return framesOf(valueOf(result));
  };
  return queryDataSource(definition, ask, { healthy: HEALTHY });
}

/** Another Loki, asked over HTTP. */
export function httpLokiDataSource(definition: DataSourceDefinition): ClosableDataSource {
  const ask = async (query: DataQuery): Promise<Frame[]> => {
    const request = lokiRequest(query);
    const { maxLines, direction } = query.model;
    const common = {
      query: request.expr,
      direction: direction === 'forward' ? 'forward' : 'backward',
      limit: String(typeof maxLines === 'number' && maxLines > 0 ? maxLines : DEFAULT_LINES),
    };
    const answer =
      request.kind === 'instant'
        ? await askHttp(definition, '/loki/api/v1/query', { ...common, time: String(request.atNs) })
        : await askHttp(definition, '/loki/api/v1/query_range', {
            ...common,
            start: String(request.startNs),
            end: String(request.endNs),
            step: `${request.stepNs / 1_000_000n}ms`,
          });
    return framesOf(readHttpResult(answer));
  };
  const probe = (): Promise<unknown> => askHttp(definition, '/loki/api/v1/query', { query: 'vector(1)+vector(1)' });
  return queryDataSource(definition, ask, { probe, healthy: HEALTHY });
}

function framesOf(value: HttpValue): Frame[] {
  switch (value.type) {
    case 'vector':
      return numericFrames(value.samples);
    case 'streams':
      return value.streams.map(({ entries }) => linesFrame(entries));
    case 'string':
      return [textFrame(value.value)];
    default:
      return metricFrames(value);
  }
}
