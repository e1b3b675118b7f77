import type { DataQuery, DataSource, DataSourceDefinition, Frame } from '@firedrill/grafana-alerting';

/** A data source that holds connections. */
export interface ClosableDataSource extends DataSource {
  close(): Promise<void>;
}

/** A data source from a function that answers frames: whatever it throws becomes the answer, as in Grafana. */
export function queryDataSource(
  { uid, type }: DataSourceDefinition,
  ask: (query: DataQuery) => readonly Frame[] | undefined | Promise<readonly Frame[] | undefined>,
  close: () => Promise<void> = () => Promise.resolve(),
): ClosableDataSource {
  return {
    uid,
    type,
    query: async (query) => {
      try {
        return { ok: true, frames: await ask(query) };
      } catch (error) {
        return { ok: false, error: error instanceof Error ? error.message : String(error) };
      }
    },
    close,
  };
}
