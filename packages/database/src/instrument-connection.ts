import type { MetricsOf } from '@firedrill/telemetry';
import type { DATABASE_METRICS } from './database-tables';
import { describeStatement, type Statement } from './statement';

type Callback = (error: Error | null, result?: { readonly rowCount: number | null }) => void;
type Query = (config: { readonly text: string } | string, callback: Callback) => unknown;

/** A connection of pg as knex uses it: with callbacks. */
export interface RawConnection {
  query: Query;
}

/** Measures each query of a connection, the delay of a fault among its time. */
export function instrumentConnection(
  connection: RawConnection,
  metrics: MetricsOf<typeof DATABASE_METRICS>,
  delay: { readonly ms: number },
): void {
  const send = connection.query.bind(connection);
  connection.query = (config, callback) => {
    const statement = describeStatement(typeof config === 'string' ? config : config.text);
    const start = performance.now();
    const measured: Callback = (error, result) => {
      metrics.db_query_duration_seconds.observe({ ...statement }, (performance.now() - start) / 1_000);
      countRows(metrics, statement, result?.rowCount ?? 0);
      callback(error, result);
    };
    if (delay.ms === 0) return send(config, measured);
    return setTimeout(() => send(config, measured), delay.ms);
  };
}

function countRows(metrics: MetricsOf<typeof DATABASE_METRICS>, { operation, table }: Statement, rows: number): void {
  if (rows === 0 || !(operation === 'insert' || operation === 'update' || operation === 'delete')) return;
  metrics.db_rows_written_total.inc({ operation, table }, rows);
}
