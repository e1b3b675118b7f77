import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PostgresError } from '../start-errors';
import { commandLine, isRunning, waitUntilGone } from '../process-table';

/** The process that PostgreSQL's own lock file names; undefined without a (readable) file. */
export function readPostmasterPid(databaseFolder: string): number | undefined {
  try {
    const [pid] = readFileSync(join(databaseFolder, 'postmaster.pid'), 'utf8').split('\n');
    const number = Number(pid);
    return Number.isInteger(number) && number > 0 ? number : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops a server that outlived the supervisor which started it. A lock file whose process is gone, waits to be reaped
 * or is another program by now is removed: PostgreSQL itself refuses to start for the last two.
 */
export async function stopOrphan(databaseFolder: string): Promise<'none' | 'stopped'> {
  const pid = readPostmasterPid(databaseFolder);
  if (pid === undefined) return 'none';
  if (!isRunning(pid) || !isPostgres(pid)) {
    rmSync(join(databaseFolder, 'postmaster.pid'), { force: true });
    return 'none';
  }
  process.kill(pid, 'SIGINT');
  if (await waitUntilGone(pid, 10_000)) return 'stopped';
  process.kill(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, 5_000)) return 'stopped';
  throw new PostgresError(`PostgreSQL (pid ${pid}) still runs on ${databaseFolder} and does not stop: end it by hand.`);
}

function isPostgres(pid: number): boolean {
  const program = commandLine(pid)?.[0];
  return program === undefined || basename(program).startsWith('postgres');
}
