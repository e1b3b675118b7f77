import { createMetrics, type Log } from '@firedrill/telemetry';
import { knex as createKnex, type Knex } from 'knex';
import { types, type CustomTypesConfig } from 'pg';
import type { Registry } from 'prom-client';
import { databaseErrorCode, DatabaseUnavailableError, isDatabaseUnavailable } from './database-errors';
import { DATABASE_METRICS, type DatabaseEvents } from './database-tables';
import { instrumentConnection, type RawConnection } from './instrument-connection';
import { listen, type Listener, type ListenOptions } from './listen';
import { SILENT_LOG } from './silent-log';

export interface DatabaseOptions {
  readonly url: string;
  readonly registry: Registry;
  /** How the connections are named in pg_stat_activity. */
  readonly applicationName: string;
  readonly poolSize?: number;
  /** How long a query waits for a free connection. */
  readonly acquireTimeoutMs?: number;
}

export interface TransactionOptions {
  /** Names the transaction in the log. */
  readonly name: string;
  readonly log: Log<DatabaseEvents>;
}

/** A pool of connections whose queries are measured. */
export interface Database {
  readonly knex: Knex;
  /** Commits what `work` did, or rolls back when it throws; either is logged. */
  readonly transaction: <Result>(
    options: TransactionOptions,
    work: (trx: Knex.Transaction) => Promise<Result>,
  ) => Promise<Result>;
  /** Throws DatabaseUnavailableError when the server does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Listens to a channel on a connection of its own, outside the pool. */
  listen(options: Omit<ListenOptions, 'url' | 'applicationName'>): Listener;
  /** Every query takes that much longer; 0 for none. */
  setQueryDelay(ms: number): void;
  /** Takes up to so many connections from the pool; returns what gives them back. */
  leakConnections(count: number): () => void;
}

/** Connects when the first query is sent. Small integers and int8 arrive as number, numeric as string, times as Date. */
export function connect(options: DatabaseOptions): Database {
  const { url, registry, applicationName, poolSize = 5, acquireTimeoutMs = 5_000 } = options;
  const metrics = createMetrics(registry, DATABASE_METRICS);
  const delay = { ms: 0 };
  const knex = createKnex({
    client: 'pg',
    log: SILENT_LOG,
    connection: {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: acquireTimeoutMs,
      types: TYPE_PARSERS,
    } as Knex.PgConnectionConfig,
    acquireConnectionTimeout: acquireTimeoutMs,
    pool: {
      min: 0,
      max: poolSize,
      afterCreate: (connection: RawConnection, done: (error?: Error) => void) => {
        instrumentConnection(connection, metrics, delay);
        done();
      },
    },
  });
  metrics.db_pool_connections.collect = () => {
    const pool = poolOf(knex);
    metrics.db_pool_connections.set({ state: 'used' }, pool.numUsed());
    metrics.db_pool_connections.set({ state: 'idle' }, pool.numFree());
    metrics.db_pool_connections.set({ state: 'waiting' }, pool.numPendingAcquires());
  };
  return {
    knex,
    transaction: (transactionOptions, work) => transaction(knex, transactionOptions, work),
    ping: () => ping(knex, url),
    close: () => knex.destroy(),
    listen: (channel) => listen({ ...channel, url, applicationName }),
    setQueryDelay: (ms) => {
      delay.ms = ms;
    },
    leakConnections: (count) => leakConnections(knex, Math.min(count, poolSize)),
  };
}

async function transaction<Result>(
  knex: Knex,
  { name, log }: TransactionOptions,
  work: (trx: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const durationMs = (): number => Math.round((performance.now() - start) * 10) / 10;
  try {
    const result = await knex.transaction(work);
    log.event('transaction_committed', { transaction: name, durationMs: durationMs() });
    return result;
  } catch (error) {
    const reason = databaseErrorCode(error) ?? (error instanceof Error ? error.message : String(error));
    log.event('transaction_rolled_back', { transaction: name, durationMs: durationMs(), reason });
    throw error;
  }
}

async function ping(knex: Knex, url: string): Promise<void> {
  try {
    await knex.raw('select 1');
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new DatabaseUnavailableError(url, databaseErrorCode(error) ?? 'unknown', error);
  }
}

function leakConnections(knex: Knex, count: number): () => void {
  const client = knex.client as {
    acquireConnection(): Promise<unknown>;
    releaseConnection(connection: unknown): Promise<void>;
  };
  const held: unknown[] = [];
  let given = false;
  const hold = async (): Promise<void> => {
    const connection = await client.acquireConnection();
    if (given) await client.releaseConnection(connection);
    else held.push(connection);
  };
  // A connection that cannot be had is as good as leaked.
  for (let index = 0; index < count; index += 1) hold().catch(() => undefined);
  return () => {
    given = true;
    for (const connection of held) void client.releaseConnection(connection);
  };
}

interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

function poolOf(knex: Knex): Pool {
  return (knex.client as { pool: Pool }).pool;
}

// Counts and ids stay below 2^53.
const TYPE_PARSERS: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) as (value: string) => unknown,
};
