import type { DataSource, DataSourceDefinition } from '@firedrill/grafana-alerting';
import type { LogStore, MetricStore } from '@firedrill/timeseries';
import { lokiDataSource } from './loki';
import { postgresDataSource } from './postgres';
import { prometheusDataSource } from './prometheus';
import { queryDataSource, type ClosableDataSource } from './query-data-source';

export interface DataSourcesOptions {
  readonly definitions: readonly DataSourceDefinition[];
  /** What Prometheus data sources are asked about. */
  readonly metricStore: MetricStore;
  /** What Loki data sources are asked about. */
  readonly logStore: LogStore;
  /** The local form of a `host:port`. */
  readonly resolveAddress: (hostPort: string) => string;
}

export interface DataSources {
  readonly dataSources: readonly DataSource[];
  /** Ends the database connections. */
  close(): Promise<void>;
}

/**
 * The data sources of the embedded stack. It has one Prometheus and one Loki, its own stores: every data source of these
 * types means them, whatever its address.
 */
export function createDataSources(options: DataSourcesOptions): DataSources {
  const dataSources = options.definitions.map((definition) => CREATE[definition.type](definition, options));
  return {
    dataSources,
    close: async () => {
      await Promise.all(dataSources.map((dataSource) => dataSource.close()));
    },
  };
}

type CreateDataSource = (definition: DataSourceDefinition, options: DataSourcesOptions) => ClosableDataSource;

const refuse: CreateDataSource = (definition) =>
  queryDataSource(definition, () => {
    throw new Error(`the data source ${definition.name} is of a type that cannot be asked here`);
  });

const CREATE: Readonly<Record<DataSource['type'], CreateDataSource>> = {
  prometheus: (definition, { metricStore }) => prometheusDataSource(definition, metricStore),
  loki: (definition, { logStore }) => lokiDataSource(definition, logStore),
  postgres: (definition, { resolveAddress }) => postgresDataSource(definition, resolveAddress),
  influxdb: refuse,
  other: refuse,
};
