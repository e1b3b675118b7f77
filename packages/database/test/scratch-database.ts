import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from '../src/index';

/** The address of a superuser on the server of the test run. */
export const ADMIN_URL = process.env.FIREDRILL_TEST_DATABASE_URL ?? '';

/** An empty database of the test file's own. */
export async function scratchDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  return { url: await createDatabase(ADMIN_URL, name), drop: () => dropDatabase(ADMIN_URL, name) };
}
