import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startTicks, waitUntilGone } from '../process-table';

interface Entry {
  readonly pid: number;
  readonly startTicks: string | undefined;
}

/** The child processes of a stack, on disk at every moment, so that the next start finds those that a kill -9 left. */
export class ProcessRecord {
  readonly #file: string;
  readonly #entries = new Map<number, Entry>();

  constructor(dataFolder: string) {
    this.#file = fileIn(dataFolder);
  }

  add(pid: number): void {
    this.#entries.set(pid, { pid, startTicks: startTicks(pid) });
    this.#write();
  }

  remove(pid: number): void {
    this.#entries.delete(pid);
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#entries.values()]));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Ends what the record of a killed supervisor still names, politely first. */
export async function stopRecordedProcesses(dataFolder: string): Promise<void> {
  const left = readEntries(fileIn(dataFolder)).filter(isSame);
  for (const { pid } of left) process.kill(pid, 'SIGTERM');
  await Promise.all(
    left.map(async ({ pid }) => {
      if (!(await waitUntilGone(pid, 5_000))) process.kill(pid, 'SIGKILL');
      await waitUntilGone(pid, 5_000);
    }),
  );
  rmSync(fileIn(dataFolder), { force: true });
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'processes.json');
}

/** Pids are used again: a process that started at another time is not ours. */
function isSame(entry: Entry): boolean {
  return isRunning(entry.pid) && startTicks(entry.pid) === entry.startTicks;
}

function readEntries(file: string): readonly Entry[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[];
  } catch {
    return [];
  }
}
