import { lokiDataSource, prometheusDataSource } from '@firedrill/embedded/store-data-sources';
import type { DataQuery, DataSource, DataSourceDefinition } from '@firedrill/grafana-alerting';
import { LogStore, MetricStore } from '@firedrill/timeseries';
import type { CaseInputs } from '../cases/case-file';
import { answerSql } from './sql-answers';

/** Data sources that hold a case's inputs, and the moment of the evaluation that asks them. */
export interface CaseDataSources {
  readonly dataSources: ReadonlyMap<string, DataSource>;
  /** Set before each evaluation; milliseconds. */
  nowMs: number;
}

/** Every Prometheus data source holds the metrics of the case, every Loki its lines, every SQL one its tables. */
export function createCaseDataSources(
  definitions: readonly DataSourceDefinition[],
  inputs: CaseInputs,
): CaseDataSources {
  const metrics = fillMetrics(inputs);
  const logs = fillLogs(inputs);
  const sources = { dataSources: new Map<string, DataSource>(), nowMs: 0 };
  for (const definition of definitions) {
    const { uid, type } = definition;
    const source: Pick<DataSource, 'query'> =
      type === 'prometheus'
        ? prometheusDataSource(definition, metrics)
        : type === 'loki'
          ? lokiDataSource(definition, logs)
          : { query: (query) => Promise.resolve(answerSql(inputs.tables, query, sources.nowMs)) };
    const query = (request: DataQuery): ReturnType<DataSource['query']> => {
      const failure = inputs.failures.find(
        ({ datasource, fromMs, untilMs }) => datasource === uid && fromMs <= sources.nowMs && sources.nowMs < untilMs,
      );
      return failure === undefined ? source.query(request) : Promise.resolve({ ok: false, error: failure.error });
    };
    sources.dataSources.set(uid, { uid, type, query });
  }
  return sources;
}

function fillMetrics({ series }: CaseInputs): MetricStore {
  const store = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
  for (const { labels, intervalMs, points } of series) {
    for (const [index, point] of points.entries()) {
      if (point === 'stale') store.appendStale(labels, index * intervalMs);
      else if (typeof point === 'number') store.append(labels, index * intervalMs, point);
    }
  }
  return store;
}

function fillLogs({ streams }: CaseInputs): LogStore {
  const store = new LogStore();
  for (const { labels, lines } of streams) {
    const timestampNs = distinctTimes(lines);
    store.push(
      labels,
      lines.map(({ line }, index) => ({ timestampNs: timestampNs[index] ?? 0n, line })),
    );
  }
  return store;
}

/** Lines of one millisecond are a nanosecond apart: two that are equal count twice, as their author means. */
function distinctTimes(lines: CaseInputs['streams'][number]['lines']): readonly bigint[] {
  let last = -1n;
  return lines.map(({ atMs }) => {
    const timeNs = BigInt(atMs) * 1_000_000n;
    last = timeNs > last ? timeNs : last + 1n;
    return last;
  });
}
