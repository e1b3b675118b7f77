import type { DataQuery, DataSource, DataSourceDefinition, Frame } from '@firedrill/grafana-alerting';

/** What a data source answers when it is asked whether it can be asked, as Grafana's health check puts it. */
export interface Health {
  readonly ok: boolean;
  readonly message: string;
}

/** A data source that holds connections. */
export interface ClosableDataSource extends DataSource {
  health(): Promise<Health>;
  close(): Promise<void>;
}

export interface DataSourceParts {
  /** Rejects when the data source cannot be asked; one without a probe always can. */
  readonly probe?: () => Promise<unknown>;
  /** What Grafana says of one that can. */
  readonly healthy?: string;
  readonly close?: () => Promise<void>;
}

/** A data source from a function that answers frames: whatever it throws becomes the answer, as in Grafana. */
export function queryDataSource(
  { uid, type }: Pick<DataSourceDefinition, 'uid' | 'type'>,
  ask: (query: DataQuery) => readonly Frame[] | undefined | Promise<readonly Frame[] | undefined>,
  { probe, healthy = '', close = () => Promise.resolve() }: DataSourceParts = {},
): ClosableDataSource {
  return {
    uid,
    type,
    query: async (query) => {
      try {
        return { ok: true, frames: await ask(query) };
      } catch (error) {
        return { ok: false, error: describe(error) };
      }
    },
    health: async () => {
      try {
        await probe?.();
        return { ok: true, message: healthy };
      } catch (error) {
        return { ok: false, message: describe(error) };
      }
    },
    close,
  };
}

/** The driver's error for a refused connection to several addresses has its messages in a list. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join('; ');
  return error instanceof Error ? error.message : String(error);
}
