import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** True while the process does work: a zombie, which only waits to be reaped, counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processState(pid) !== 'Z';
}

/** The words of the command line; undefined when the process is gone or the system has no /proc. */
export function commandLine(pid: number): readonly string[] | undefined {
  const text = readProc(pid, 'cmdline');
  return text === undefined || text === '' ? undefined : text.split('\0').filter((word) => word !== '');
}

/**
 * When the process started, in the clock ticks of /proc; with the pid it names one process for good, since pids are
 * used again. Undefined when the process is gone or the system has no /proc.
 */
export function startTicks(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** Proportional set size in bytes: memory shared by n processes counts one nth in each. */
export function proportionalSetSize(pid: number): number | undefined {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Direct children of a process; none where the system has no /proc. */
export function childrenOf(pid: number): readonly number[] {
  const text = readProc(pid, `task/${pid}/children`) ?? '';
  return text.split(' ').filter(Boolean).map(Number);
}

/** Waits until a process, which need not be our child, is gone. False when it still runs after the time. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 20) {
    if (!isRunning(pid)) return true;
    await delay(20);
  }
  return !isRunning(pid);
}

function processState(pid: number): string | undefined {
  return statFields(pid)?.[0];
}

/** The fields of /proc/<pid>/stat after the command name, which may itself contain spaces and parentheses. */
function statFields(pid: number): readonly string[] | undefined {
  const text = readProc(pid, 'stat');
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
