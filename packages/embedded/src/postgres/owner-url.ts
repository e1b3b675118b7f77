import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NothingRunningError } from '../control/control-client';
import { SUPERUSER } from './database-folder';

/**
 * The superuser's address of the shop's database on the embedded server of a data folder, for another process. Throws
 * NothingRunningError when the folder holds no database.
 */
export function ownerUrl(dataFolder: string, port: number): string {
  try {
    const storage = dirname(realpathSync(join(dataFolder, 'postgres')));
    const password = readFileSync(join(storage, 'postgres-password'), 'utf8');
    return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/shop`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new NothingRunningError(`${dataFolder} holds no database; start the stack with \`npm start\` first`);
  }
}
