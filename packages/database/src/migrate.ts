import { knex as createKnex, type Knex } from 'knex';
import { databaseErrorCode, DatabaseUnavailableError, isDatabaseUnavailable } from './database-errors';
import { SILENT_LOG } from './silent-log';

/** One step of the schema, there and back, inside the transaction that it is given. */
export interface Migration {
  readonly name: string;
  up(trx: Knex.Transaction): Promise<void>;
  down(trx: Knex.Transaction): Promise<void>;
}

/** Any number that every process which migrates agrees on. */
const ADVISORY_LOCK = 7_305_411;

/**
 * Applies what is missing, in the order of the list, and returns the names. All in one transaction under an advisory
 * lock: processes that start together wait for each other, and a failure or a kill leaves the schema as it was.
 * Throws DatabaseUnavailableError when the server does not answer.
 */
export async function migrateUp(url: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  return locked(url, async (trx, applied) => {
    const missing = migrations.filter(({ name }) => !applied.includes(name));
    for (const migration of missing) {
      await migration.up(trx);
      await trx('schema_migrations').insert({ name: migration.name });
    }
    return missing.map(({ name }) => name);
  });
}

/** Undoes the last `steps` migrations that were applied, all by default, and returns their names. */
export async function migrateDown(
  url: string,
  migrations: readonly Migration[],
  steps = Infinity,
): Promise<readonly string[]> {
  return locked(url, async (trx, applied) => {
    const present = migrations.filter(({ name }) => applied.includes(name)).reverse();
    const undone = present.slice(0, steps);
    for (const migration of undone) {
      await migration.down(trx);
      await trx('schema_migrations').where({ name: migration.name }).delete();
    }
    return undone.map(({ name }) => name);
  });
}

async function locked(
  url: string,
  work: (trx: Knex.Transaction, applied: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const knex = createKnex({ client: 'pg', log: SILENT_LOG, connection: url, pool: { min: 0, max: 1 } });
  try {
    return await knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
      await trx.raw(
        'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
      );
      const rows = await trx<{ name: string }>('schema_migrations').select('name');
      return work(
        trx,
        rows.map(({ name }) => name),
      );
    });
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new DatabaseUnavailableError(url, databaseErrorCode(error) ?? 'unknown', error);
  } finally {
    await knex.destroy();
  }
}
