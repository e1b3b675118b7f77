import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { ProcessRecord } from './process-record';
import type { RunningProcess } from './supervise';

export interface NodeProgram {
  readonly name: string;
  /** The JavaScript file to run. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 when the program is ready, such as `http://127.0.0.1:8080/readyz`. */
  readonly readyUrl: string;
  readonly record: ProcessRecord;
}

// The stack as a whole has 400 MB: a small young generation costs a little garbage collection and saves much memory.
const NODE_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=128'];
const STOP_MS = 8_000;
const KEPT_LINES = 20;
const POLL_MS = 40;

/** Runs a program of ours in its own process group and waits until it is ready, or ends, or the signal aborts. */
export async function launchNode(program: NodeProgram, signal: AbortSignal): Promise<RunningProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, program.script], {
    env: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', ...program.environment },
    // A group of its own: Ctrl-C in the terminal must reach the supervisor only, which drains the services in order.
    // The channel closes when the supervisor is killed; a service then drains and exits by itself.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const lines = keepLines(child);
  const { pid } = child;
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw error;
  }
  program.record.add(pid);
  const ended = once(child, 'close').then(([code, killer]) => {
    program.record.remove(pid);
    return describeEnd(code as number | null, killer as string | null, lines);
  });
  const running = { pid, ended, stop: () => stop(child, ended) };
  const failure = await untilReady(program.readyUrl, ended, signal);
  if (failure === undefined) return running;
  await running.stop();
  throw new Error(failure);
}

function keepLines(child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  if (child.stderr === null) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  });
  return lines;
}

/** The first line that names an error says more than the last line of its stack trace. */
function describeEnd(code: number | null, signal: string | null, lines: readonly string[]): string {
  const ending = signal === null ? `exit code ${code ?? 'none'}` : `ended by ${signal}`;
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find((line) => line.trim() !== '');
  return said === undefined ? ending : `${ending}: ${said.trim()}`;
}

/** Undefined when ready, else why not. */
async function untilReady(url: string, ended: Promise<string>, signal: AbortSignal): Promise<string | undefined> {
  let end: string | undefined;
  void ended.then((reason) => (end = reason));
  while (!signal.aborted) {
    if (end !== undefined) return end;
    if (await answersOk(url)) return undefined;
    await delay(POLL_MS);
  }
  return 'stopped before it was ready';
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 2_000, bodyTimeout: 2_000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const waiting = new AbortController();
  await Promise.race([ended, delay(STOP_MS, undefined, { signal: waiting.signal }).catch(() => undefined)]);
  waiting.abort();
  child.kill('SIGKILL');
  await ended;
}
