import type { DataSource, DataSourceDefinition } from '@firedrill/grafana-alerting';
import type { LogStore, MetricStore } from '@firedrill/timeseries';
import { httpLokiDataSource, lokiDataSource } from './loki';
import { postgresDataSource } from './postgres';
import { httpPrometheusDataSource, prometheusDataSource } from './prometheus';
import { queryDataSource, type ClosableDataSource } from './query-data-source';

export interface DataSourcesOptions {
  readonly definitions: readonly DataSourceDefinition[];
  /** What the stack's own Prometheus holds. */
  readonly metricStore: MetricStore;
  /** What the stack's own Loki holds. */
  readonly logStore: LogStore;
  /** Where the stack's own Prometheus and Loki listen, such as `http://127.0.0.1:9090`. */
  readonly own: { readonly prometheus: string; readonly loki: string };
  /** The local form of a `host:port`. */
  readonly resolveAddress: (hostPort: string) => string;
}

/** A data source as its file names it, ready to be asked. */
export interface NamedDataSource extends ClosableDataSource {
  readonly definition: DataSourceDefinition;
}

export interface DataSources {
  readonly dataSources: readonly NamedDataSource[];
  /** Ends the database connections. */
  close(): Promise<void>;
}

/**
 * The data sources of the embedded stack. Those whose address is the stack's own Prometheus or Loki are asked in memory,
 * all others over the network.
 */
export function createDataSources(options: DataSourcesOptions): DataSources {
  const dataSources = options.definitions.map((definition) => ({
    ...CREATE[definition.type](definition, options),
    definition,
  }));
  return {
    dataSources,
    close: async () => {
      await Promise.all(dataSources.map((dataSource) => dataSource.close()));
    },
  };
}

type CreateDataSource = (definition: DataSourceDefinition, options: DataSourcesOptions) => ClosableDataSource;

const refuse: CreateDataSource = (definition) => {
  const fail = (): never => {
    throw new Error(`the data source ${definition.name} is of a type that cannot be asked here`);
  };
  return queryDataSource(definition, fail, { probe: () => Promise.resolve().then(fail) });
};

const CREATE: Readonly<Record<DataSource['type'], CreateDataSource>> = {
  prometheus: (definition, options) => {
    const local = localUrl(definition.url, options);
    return local === options.own.prometheus
      ? prometheusDataSource(definition, options.metricStore)
      : httpPrometheusDataSource({ ...definition, url: local });
  },
  loki: (definition, options) => {
    const local = localUrl(definition.url, options);
    return local === options.own.loki
      ? lokiDataSource(definition, options.logStore)
      : httpLokiDataSource({ ...definition, url: local });
  },
  postgres: (definition, { resolveAddress }) => postgresDataSource(definition, resolveAddress),
  influxdb: refuse,
  other: refuse,
};

/** The address with its host as it is known here, and without slashes at the end. */
function localUrl(url: string, { resolveAddress }: DataSourcesOptions): string {
  const [, scheme = '', host = '', path = ''] = /^(https?:\/\/)([^/?#]+)(.*)$/.exec(url) ?? [];
  if (host === '') return url;
  const local = resolveAddress(host).replace(/^localhost(?=:|$)/, '127.0.0.1');
  return `${scheme}${local}${path}`.replace(/\/+$/, '');
}
