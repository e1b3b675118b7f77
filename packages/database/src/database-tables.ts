import { defineEvents, defineMetrics } from '@firedrill/telemetry';

/** What a query does; `transaction` is begin, commit, rollback and savepoints. */
export const OPERATIONS = ['select', 'insert', 'update', 'delete', 'transaction', 'other'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The metrics of every service that has a database. */
export const DATABASE_METRICS = defineMetrics({
  db_query_duration_seconds: {
    type: 'histogram',
    help: 'Time of database queries, from sending to the last row.',
    labels: { operation: OPERATIONS, table: 'any' },
  },
  db_rows_written_total: {
    type: 'counter',
    help: 'Rows inserted, updated and deleted.',
    labels: { operation: ['insert', 'update', 'delete'], table: 'any' },
  },
  db_pool_connections: {
    type: 'gauge',
    help: 'Connections of the pool that are used or idle, and requests that wait for one.',
    labels: { state: ['used', 'idle', 'waiting'] },
  },
});

/** The log events of every service that has a database. */
export const DATABASE_EVENTS = defineEvents({
  transaction_committed: {
    level: 'info',
    message: 'Transaction committed',
    fields: { transaction: 'string', durationMs: 'number' },
  },
  transaction_rolled_back: {
    level: 'warn',
    message: 'Transaction rolled back',
    fields: { transaction: 'string', durationMs: 'number', reason: 'string' },
  },
  db_error: {
    level: 'error',
    message: 'The database refused or did not answer',
    fields: { code: 'string', reason: 'string' },
  },
});

export type DatabaseEvents = typeof DATABASE_EVENTS;
