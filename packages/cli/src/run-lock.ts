import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from './exit-code';

/** One drill at a time on a stack: two would each see the other's alerts as unexpected. */
export async function withRunLock<T>(dataFolder: string, drill: string, work: () => Promise<T>): Promise<T> {
  const file = join(dataFolder, 'drill.lock');
  takeLock(file, drill);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file: string, drill: string): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${process.pid} ${drill}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const [pid = '', running = ''] = readFileSync(file, 'utf8').trim().split(' ');
    if (isAlive(Number(pid))) throw new UsageError(`the drill ${running} is running (pid ${pid}); one at a time`);
    rmSync(file, { force: true });
    takeLock(file, drill);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
