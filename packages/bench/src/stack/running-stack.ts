import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addresses, type Addresses } from '@firedrill/embedded/addresses';
import { freePortOffset } from '@firedrill/embedded/port-check';
import { environment } from '../config';
import { ready } from '../ready';

/** The whole stack, started as a user starts it. */
export interface RunningStack {
  readonly addresses: Addresses;
  readonly dataFolder: string;
  /** From starting the process until the alert list answered. */
  readonly startMs: number;
}

export interface StackSettings {
  readonly root: string;
  readonly dataFolder: string;
  readonly traffic: boolean;
}

/** Starts the stack, hands it to `use` and stops it. */
export async function withStack<T>(settings: StackSettings, use: (stack: RunningStack) => Promise<T>): Promise<T> {
  const { root, dataFolder, traffic } = settings;
  const portOffset = await freePortOffset();
  const at = addresses({ portOffset });
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'packages/cli/bin/firedrill.js'), 'up', '--json-log', '--data-dir', dataFolder],
      ...['--port-offset', String(portOffset), ...(traffic ? [] : ['--no-traffic'])],
    ],
    { cwd: root, env: { ...environment }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const died = exited.then(() => {
    throw new Error('the stack ended before it was ready');
  });
  try {
    await Promise.race([ready(`${at.url('grafana')}/api/prometheus/grafana/api/v1/alerts`, 120_000), died]);
    died.catch(() => undefined);
    return await use({ addresses: at, dataFolder, startMs: performance.now() - started });
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

/** A new data folder, removed after `use`. */
export async function withDataFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-bench-'));
  try {
    return await use(join(folder, 'data'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
