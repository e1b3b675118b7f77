import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PostgresError } from '../start-errors';

/** A user of the operating system by number, as `spawn` takes it. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED_NAMES = ['postgres', 'nobody'];

/** The user that PostgreSQL runs as: undefined means our own; as root another one, since PostgreSQL refuses root. */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of UNPRIVILEGED_NAMES) {
    const [, , uid, gid] = rows.find(([name]) => name === wanted) ?? [];
    // A negative number, as macOS writes it for nobody, is an unsigned one in the kernel.
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new PostgresError(
    `PostgreSQL does not run as root, and this system has neither user ${UNPRIVILEGED_NAMES.join(' nor ')}. ` +
      'Start as an ordinary user, or set DATABASE_URL to use an existing server.',
  );
}

/** True when the user may enter the folder and every folder above it. */
export function canEnter(user: SystemUser, folder: string): boolean {
  const path = resolve(folder);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !mayExecute(user, stats)) return false;
  return dirname(path) === path || canEnter(user, dirname(path));
}

function mayExecute({ uid, gid }: SystemUser, stats: Stats): boolean {
  if (stats.uid === uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}
