import { prometheusRequest, type DataQuery, type DataSourceDefinition, type Frame } from '@firedrill/grafana-alerting';
import { instantQuery, rangeQuery, type QueryResult } from '@firedrill/promql';
import type { MetricStore } from '@firedrill/timeseries';
import { queryDataSource, type ClosableDataSource } from './query-data-source';
import { metricFrames, valueOf } from './result-frames';

/** The stack's own Prometheus: the expression is evaluated on the metric store, with the requests Grafana would make. */
export function prometheusDataSource(definition: DataSourceDefinition, source: MetricStore): ClosableDataSource {
  const { timeInterval } = definition.jsonData;
  const settings = { timeInterval: typeof timeInterval === 'string' ? timeInterval : undefined };
  return queryDataSource(definition, (query: DataQuery) => {
    const { range, instant } = prometheusRequest(query, settings);
    return [
      ...(instant === undefined ? [] : framesOf(instantQuery(instant.expr, { atMs: instant.atMs, source }))),
      ...(range === undefined ? [] : framesOf(rangeQuery(range.expr, { ...range, source }))),
    ];
  });
}

function framesOf(result: QueryResult): Frame[] {
  const value = valueOf(result);
  if (value.type !== 'string') return metricFrames(value);
  return [{ fields: [{ name: 'Value', type: 'string', values: [value.value] }] }];
}
