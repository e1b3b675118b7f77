import { addresses, type Addresses } from '@firedrill/embedded/addresses';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const BIN = join(__dirname, '../bin/firedrill.js');

/** A stack started as a user starts it, in a process of its own. */
export interface RunningStack {
  readonly at: Addresses;
  readonly process: ChildProcess;
  output(): string;
  /** Resolves to the exit code. */
  ended(): Promise<number | null>;
}

/** Starts `firedrill up` and resolves when it is ready; rejects when it ends before. */
export async function startStackProcess(dataFolder: string, portOffset: number): Promise<RunningStack> {
  const args = ['up', '--json-log', '--port-offset', String(portOffset), '--data-dir', dataFolder];
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('"step":"Starting the traffic","state":"done"')) resolve();
      });
    }
  });
  await Promise.race([ready, exited]);
  if (child.exitCode !== null) throw new Error(`the stack ended with ${child.exitCode}:\n${output}`);
  return {
    at: addresses({ portOffset }),
    process: child,
    output: () => output,
    ended: async () => (await exited)[0],
  };
}

/** Runs one command of the command line; resolves to its exit code and what it printed. */
export async function firedrill(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

/** Asks again until the answer is as wanted; fails with the last answer after the time. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not as wanted after ${timeoutMs} ms: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
