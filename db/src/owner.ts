import { databaseErrorCode, DatabaseUnavailableError, isDatabaseUnavailable } from '@firedrill/database';
import { knex, type Knex } from 'knex';

/**
 * Runs `work` over one connection of the schema's owner and closes it. Throws DatabaseUnavailableError when the server
 * does not answer.
 */
export async function asOwner<T>(ownerUrl: string, work: (owner: Knex) => Promise<T>): Promise<T> {
  const owner = knex({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 1 }, log: SILENT });
  try {
    return await work(owner);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new DatabaseUnavailableError(ownerUrl, databaseErrorCode(error) ?? 'unknown', error);
  } finally {
    await owner.destroy();
  }
}

const ignore = (): void => undefined;

// knex prints what it throws, too.
const SILENT = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };
