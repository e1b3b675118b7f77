import {
  prometheusRequest,
  type DataQuery,
  type DataSourceDefinition,
  type Frame,
  type PrometheusRequest,
} from '@firedrill/grafana-alerting';
import { instantQuery, rangeQuery } from '@firedrill/promql';
import type { MetricStore } from '@firedrill/timeseries';
import { askHttp } from './http-client';
import { readHttpResult, type HttpValue } from './http-result';
import { queryDataSource, type ClosableDataSource } from './query-data-source';
import { linesFrame, metricFrames, textFrame, valueOf } from './result-frames';

const HEALTHY = 'Successfully queried the Prometheus API.';

/** The stack's own Prometheus: the expression is evaluated on the metric store, with the requests Grafana would make. */
export function prometheusDataSource(definition: DataSourceDefinition, source: MetricStore): ClosableDataSource {
  const ask = (query: DataQuery): Frame[] => {
    const { range, instant } = requestOf(query, definition);
    return [
      ...(instant === undefined ? [] : framesOf(valueOf(instantQuery(instant.expr, { atMs: instant.atMs, source })))),
      ...(range === undefined ? [] : framesOf(valueOf(rangeQuery(range.expr, { ...range, source })))),
    ];
  };
  return queryDataSource(definition, ask, { healthy: HEALTHY });
}

/** Another Prometheus, asked over HTTP. */
export function httpPrometheusDataSource(definition: DataSourceDefinition): ClosableDataSource {
  const method = definition.jsonData.httpMethod === 'GET' ? 'GET' : 'POST';
  const ask = async (path: string, parameters: Readonly<Record<string, string>>): Promise<Frame[]> =>
    framesOf(readHttpResult(await askHttp(definition, path, parameters, method)));
  const query = async (asked: DataQuery): Promise<Frame[]> => {
    const { range, instant } = requestOf(asked, definition);
    const answers = await Promise.all([
      instant && ask('/api/v1/query', { query: instant.expr, time: seconds(instant.atMs) }),
      range &&
        ask('/api/v1/query_range', {
          query: range.expr,
          start: seconds(range.startMs),
          end: seconds(range.endMs),
          step: seconds(range.stepMs),
        }),
    ]);
    return answers.flatMap((frames) => frames ?? []);
  };
  const probe = (): Promise<unknown> => askHttp(definition, '/api/v1/query', { query: '1+1' }, method);
  return queryDataSource(definition, query, { probe, healthy: HEALTHY });
}

function requestOf(query: DataQuery, { jsonData }: DataSourceDefinition): PrometheusRequest {
  const { timeInterval } = jsonData;
  return prometheusRequest(query, { timeInterval: typeof timeInterval === 'string' ? timeInterval : undefined });
}

function framesOf(value: HttpValue): Frame[] {
  if (value.type === 'string') return [textFrame(value.value)];
  return value.type === 'streams' ? value.streams.map(({ entries }) => linesFrame(entries)) : metricFrames(value);
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
