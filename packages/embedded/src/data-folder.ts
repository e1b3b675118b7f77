import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { takeLock, type FolderLock } from './folder-lock';
import { removeDatabase } from './postgres/database-folder';
import { stopOrphan } from './postgres/postmaster-pid';
import { stopRecordedProcesses } from './processes/process-record';
import { DataFolderError } from './start-errors';

/** The layout that this version writes; a change that old folders cannot serve gets the next number and a migration. */
const FORMAT = '1';

/** What one stack keeps between starts. PostgreSQL has its own part of the folder, see postgres/database-folder.ts. */
export interface DataFolder {
  readonly path: string;
  readonly logs: string;
  readonly journal: string;
  readonly positions: string;
  readonly states: string;
  /** A path that a configuration file gives for the containers (`/logs/…`), as it is called here. */
  localPath(containerPath: string): string;
  /** Bytes on disk, the database included. */
  size(): Promise<number>;
  release(): void;
}

/** Folders of the containers, as docker-compose.yml mounts them, and their names in the data folder. */
const MOUNTS: Readonly<Record<string, string>> = { '/logs': 'logs', '/positions': 'positions' };

/**
 * Takes a data folder for one stack, making it when it is missing, and ends every process that a killed supervisor left
 * behind. Throws DataFolderError when another stack runs on it, another version wrote it, or it holds something else.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  prepare(path);
  const lock = takeLock(path);
  try {
    await stopRecordedProcesses(path);
    await stopOrphan(join(path, 'postgres'));
  } catch (error) {
    lock.release();
    throw error;
  }
  return describe(path, lock);
}

/** Removes a data folder and the database that it links to. Throws DataFolderError while a stack runs on it. */
export async function removeDataFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const { path } = await openDataFolder(folder);
  await removeDatabase(path);
}

function prepare(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    const versionFile = join(path, 'version');
    if (existsSync(versionFile)) checkFormat(path, readFileSync(versionFile, 'utf8').trim());
    else if (readdirSync(path).length > 0) {
      throw new DataFolderError(
        `${path} is not empty and not a data folder of Firedrill: name another with --data-dir.`,
      );
    } else writeFileSync(versionFile, `${FORMAT}\n`);
    for (const name of ['logs', 'journal', 'positions', 'states']) mkdirSync(join(path, name), { recursive: true });
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`The data folder ${path} cannot be used: ${(error as Error).message}`);
  }
}

function checkFormat(path: string, format: string): void {
  if (format === FORMAT) return;
  throw new DataFolderError(
    `${path} was written in format ${format}, this version of Firedrill knows format ${FORMAT}: ` +
      'use the version that wrote it, another --data-dir, or remove it with `npx firedrill clean`.',
  );
}

function describe(path: string, lock: FolderLock): DataFolder {
  return {
    path,
    logs: join(path, 'logs'),
    journal: join(path, 'journal'),
    positions: join(path, 'positions'),
    states: join(path, 'states'),
    localPath: (containerPath) => {
      const mount = Object.entries(MOUNTS).find(([at]) => containerPath === at || containerPath.startsWith(`${at}/`));
      return mount === undefined ? containerPath : join(path, mount[1], containerPath.slice(mount[0].length));
    },
    size: async () => folderSize(path),
    release: () => lock.release(),
  };
}

async function folderSize(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const path = await realpath(join(folder, name)).catch(() => undefined);
      const stats = path === undefined ? undefined : await stat(path).catch(() => undefined);
      if (path === undefined || stats === undefined) return 0;
      return stats.isDirectory() ? folderSize(path) : stats.size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
