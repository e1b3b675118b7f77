import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startTicks } from './process-table';
import { DataFolderError } from './start-errors';

export interface FolderLock {
  release(): void;
}

/** Marks a data folder as ours. A lock whose process is gone is taken over; throws DataFolderError when one is alive. */
export function takeLock(folder: string): FolderLock {
  const file = join(folder, 'supervisor.lock');
  const own = `${process.pid} ${startTicks(process.pid) ?? ''}\n`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    while (!tryLink(draft, file)) removeStale(folder, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (read(file) === own) rmSync(file, { force: true });
    },
  };
}

/** A link appears with its content in one step, so no reader sees a half-written lock. */
function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeStale(folder: string, file: string): void {
  const content = read(file);
  if (content === undefined) return;
  const [pid, ticks] = content.trim().split(' ');
  if (isAlive(Number(pid), ticks)) {
    throw new DataFolderError(
      `Another stack (pid ${pid ?? '?'}) runs on ${folder}: stop it with \`npx firedrill stop\`, ` +
        'or start a second one with --data-dir D --port-offset N.',
    );
  }
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Somebody else may have taken the stale lock over between our look and our rename: give it back.
  if (read(aside) !== content) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function isAlive(pid: number, ticks: string | undefined): boolean {
  return pid > 0 && isRunning(pid) && (ticks === undefined || startTicks(pid) === ticks);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
