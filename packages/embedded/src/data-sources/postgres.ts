import {
  expandSql,
  sqlFrames,
  type DataQuery,
  type DataSourceDefinition,
  type Frame,
  type SqlColumn,
} from '@firedrill/grafana-alerting';
import { Pool, type PoolConfig, type QueryArrayResult } from 'pg';
import { queryDataSource, type ClosableDataSource } from './query-data-source';

/** How long a query may run; the database ends it then. */
const STATEMENT_TIMEOUT_MS = 5000;
const MAX_CONNECTIONS = 4;
/** Grafana's `[dataproxy] row_limit`: what a query answers beyond is cut off. */
const ROW_LIMIT = 1_000_000;

/**
 * A PostgreSQL data source, asked as Grafana asks it. Its sessions can only read, whatever the role may do; a query that
 * fails is an answer, not an exception.
 */
export function postgresDataSource(
  definition: DataSourceDefinition,
  resolveAddress: (hostPort: string) => string,
): ClosableDataSource {
  const pool = openPool(definition, resolveAddress);
  return queryDataSource(definition, (query) => querySql(pool, query, definition), {
    probe: () => pool.query('select 1'),
    healthy: 'Database Connection OK',
    close: () => pool.end(),
  });
}

/**
 * The frames of one query; undefined when it has no SQL. Throws RequestError for wrong macros or a wrong shape of the
 * result, and the driver's error when the database refuses.
 */
export async function querySql(
  pool: Pool,
  query: DataQuery,
  { jsonData }: Pick<DataSourceDefinition, 'jsonData'>,
): Promise<readonly Frame[] | undefined> {
  const { rawSql, format } = query.model;
  if (typeof rawSql !== 'string' || rawSql === '') return undefined;
  const { sql, fill } = expandSql(rawSql, query, { timescaledb: jsonData.timescaledb === true });
  const answer: unknown = await pool.query({
    text: sql,
    rowMode: 'array',
    types: { getTypeParser: () => (cell: string) => cell },
  });
  const results = (Array.isArray(answer) ? answer : [answer]) as QueryArrayResult<(string | null)[]>[];
  return sqlFrames(columnsOf(results), { format: format === 'table' ? 'table' : 'time_series', fill, ...query });
}

/** The rows of all SELECTs of a text, one after the other; what other statements answer is left out. */
function columnsOf(results: readonly QueryArrayResult<(string | null)[]>[]): SqlColumn[] {
  const selected = results.filter(({ command }) => command === 'SELECT');
  const rows = selected.flatMap((result) => result.rows).slice(0, ROW_LIMIT);
  return (selected[0]?.fields ?? []).map(({ name, dataTypeID }, index) => ({
    name,
    typeId: dataTypeID,
    cells: rows.map((row) => row[index] ?? null),
  }));
}

function openPool(definition: DataSourceDefinition, resolveAddress: (hostPort: string) => string): Pool {
  const { url, user, jsonData, secureJsonData } = definition;
  const { hostname, port } = new URL(`tcp://${resolveAddress(url.replace(/^\w+:\/\//, ''))}`);
  const { database, maxOpenConns } = jsonData;
  const password = secureJsonData.password;
  const pool = new Pool({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 5432 : Number(port),
    user,
    database: typeof database === 'string' && database !== '' ? database : definition.database,
    ...(typeof password === 'string' && { password }),
    ssl: sslOptions(jsonData.sslmode),
    max:
      typeof maxOpenConns === 'number' && maxOpenConns > 0 ? Math.min(maxOpenConns, MAX_CONNECTIONS) : MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: STATEMENT_TIMEOUT_MS,
    options: '-c default_transaction_read_only=on -c DateStyle=ISO -c IntervalStyle=postgres',
    application_name: `firedrill ${definition.uid}`,
  });
  // A connection that breaks while idle is replaced; without a listener the error would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** libpq's modes: only the two that say so verify the server's certificate, and only the last its name. */
function sslOptions(mode: unknown): PoolConfig['ssl'] {
  if (mode === 'disable') return false;
  if (mode === 'verify-full') return true;
  return mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : { rejectUnauthorized: false };
}
