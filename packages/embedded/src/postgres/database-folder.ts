import { createHash, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chownSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { DataFolderError, PostgresError } from '../start-errors';
import type { PostgresBinaries } from './binaries';
import { stopOrphan } from './postmaster-pid';
import { canEnter, type SystemUser } from './system-user';

const MAJOR_VERSION = '15';

/** The superuser of the embedded server. */
export const SUPERUSER = 'postgres';

/**
 * The folder that holds the database, its password file and, if needed, a copy of the binaries: the data folder itself,
 * or one below /var/tmp when the user who runs PostgreSQL cannot enter the data folder. A link in the data folder leads there.
 */
export async function storageFolder(dataFolder: string, user: SystemUser | undefined): Promise<string> {
  mkdirSync(dataFolder, { recursive: true });
  if (user === undefined || canEnter(user, dataFolder)) return dataFolder;
  const storage = outsideFolder(dataFolder);
  const link = join(dataFolder, 'postgres');
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) {
    // A data folder that was deleted by hand left its database behind: a new one starts empty.
    await stopOrphan(join(storage, 'postgres'));
    rmSync(storage, { recursive: true, force: true });
    symlinkSync(join(storage, 'postgres'), link);
  }
  mkdirSync(storage, { recursive: true, mode: 0o755 });
  const { uid } = lstatSync(storage);
  if (uid !== 0) throw new DataFolderError(`${storage} belongs to user ${uid}, not to root: remove it.`);
  return storage;
}

/** Where the database of a data folder is when that folder cannot be entered by the user who runs PostgreSQL. */
export function outsideFolder(dataFolder: string): string {
  const hash = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 12);
  return `/var/tmp/firedrill-${hash}`;
}

/** Stops a server that was left behind and removes a database folder with what it has outside. */
export async function removeDatabase(dataFolder: string): Promise<void> {
  await stopOrphan(join(dataFolder, 'postgres'));
  rmSync(outsideFolder(dataFolder), { recursive: true, force: true });
  rmSync(dataFolder, { recursive: true, force: true });
}

/** Makes the database once; answers its folder and the superuser's password. Refuses one of another major version. */
export async function prepareDatabase(
  storage: string,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
): Promise<{ readonly folder: string; readonly password: string }> {
  const folder = join(storage, 'postgres');
  const passwordFile = join(storage, 'postgres-password');
  const version = readVersion(folder);
  if (version === undefined) await initialise(folder, passwordFile, binaries, user);
  else if (version !== MAJOR_VERSION) {
    throw new DataFolderError(
      `${folder} was written by PostgreSQL ${version}, this version runs PostgreSQL ${MAJOR_VERSION}: ` +
        'use another --data-dir, or remove the old folder with `npx firedrill clean`.',
    );
  }
  return { folder, password: readFileSync(passwordFile, 'utf8') };
}

function readVersion(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new DataFolderError(
      `Cannot read the database in ${folder} (${code ?? String(error)}): it belongs to another user.`,
    );
  }
}

/** Works on a folder of another name first, so that an interrupted run leaves nothing that looks like a database. */
async function initialise(
  folder: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
): Promise<void> {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (user !== undefined) for (const path of [partial, passwordFile]) chownSync(path, user.uid, user.gid);
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const words = ['-D', partial, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const child = spawn(
    binaries.initdb,
    [...words, `--locale=${locale}`, '--lc-messages=C', '--no-sync', '--wal-segsize=1'],
    {
      ...user,
      cwd: partial,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const exit = new Promise<number | null>((done, fail) => child.once('error', fail).once('exit', done));
  const [said, code] = await Promise.all([text(child.stderr), exit]);
  if (code !== 0) throw new PostgresError(`initdb failed (exit code ${code ?? 'none'}):\n${said.trim()}`);
  renameSync(partial, folder);
}
