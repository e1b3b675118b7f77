export { connect } from './database';
export type { Database, DatabaseOptions, TransactionOptions } from './database';

export { createDatabase, dropDatabase } from './create-database';

export {
  databaseErrorCode,
  DatabaseUnavailableError,
  isCheckViolation,
  isDatabaseUnavailable,
  isUniqueViolation,
} from './database-errors';

export { DATABASE_EVENTS, DATABASE_METRICS } from './database-tables';
export type { DatabaseEvents } from './database-tables';

export { listen } from './listen';
export type { Listener, ListenOptions } from './listen';

export { migrateDown, migrateUp } from './migrate';
export type { Migration } from './migrate';

export { centsFromNumeric, numericFromCents } from './money';
