import {
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
  appendFile,
  lstat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTailer, type PromtailConfig, type Tailer } from '@firedrill/embedded';
import type { Labels, LogEntry } from '@firedrill/timeseries';

/** One recorded step: its name and its arguments. */
export type PromtailStep = readonly [name: string, ...rest: unknown[]];

const POLL_MS = 20;
const SAVE_MS = 200;
/** How long one wait may take in real time; the tailer's clock moves by the whole of it. */
const REAL_WAIT_MS = 120;
const AWAIT_MS = 2500;

/** Performs the steps of a case on a folder, with the tailer in this process and a clock that waits move. */
export class PromtailRun {
  readonly #folder: string;
  readonly #config: PromtailConfig;
  readonly #streams = new Map<string, { readonly labels: Labels; readonly entries: LogEntry[] }>();
  #tailer: Tailer | undefined;
  #accepted = 0;
  #skippedMs = 0;

  constructor(folder: string, config: PromtailConfig) {
    this.#folder = folder;
    this.#config = config;
  }

  async perform(steps: readonly PromtailStep[]): Promise<void> {
    for (const [name, ...rest] of steps) {
      const step = STEPS[name];
      if (step === undefined) throw new Error(`unknown step ${name}`);
      await step(this, rest);
    }
    await this.wait(1.5);
    await this.stop();
  }

  streams(timestamps: boolean): unknown[] {
    const streams = [...this.#streams.values()].map(({ labels, entries }) => ({
      labels: labels.toObject(),
      entries: entries.map(({ line, timestampNs, metadata }) => ({
        line,
        ...(timestamps && { ts: String(timestampNs) }),
        ...(metadata && { metadata: metadata.toObject() }),
      })),
    }));
    return streams.sort((left, right) => (JSON.stringify(left.labels) < JSON.stringify(right.labels) ? -1 : 1));
  }

  path(name: unknown): string {
    return join(this.#folder, String(name));
  }

  async start(): Promise<void> {
    const tailer = createTailer({
      config: this.#config,
      resolvePath: (path) => path,
      positionsFile: this.path('positions.yaml'),
      push: (labels, entries) => this.#push(labels, entries),
      now: () => Date.now() + this.#skippedMs,
      pollMs: POLL_MS,
      savePositionsMs: SAVE_MS,
    });
    // A positions file that is refused ends the program; the case then sees no lines.
    await tailer.start().then(
      () => (this.#tailer = tailer),
      () => undefined,
    );
  }

  /** Stops; a killed program leaves the positions file as it is. */
  async stop(signal = 'TERM'): Promise<void> {
    const tailer = this.#tailer;
    this.#tailer = undefined;
    if (tailer === undefined) return;
    const file = this.path('positions.yaml');
    const before = await readFile(file).catch(() => undefined);
    await tailer.stop();
    if (signal !== 'KILL') return;
    if (before === undefined) await rm(file, { force: true });
    else await writeFile(file, before);
  }

  async wait(seconds: number): Promise<void> {
    this.#skippedMs += Math.max(0, seconds * 1000 - REAL_WAIT_MS);
    await new Promise((resolve) => setTimeout(resolve, REAL_WAIT_MS));
  }

  async awaitEntries(count: number): Promise<void> {
    const until = Date.now() + AWAIT_MS;
    while (this.#accepted < count && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      this.#skippedMs += POLL_MS;
    }
  }

  #push(labels: Labels, entries: readonly LogEntry[]): void {
    const stream = this.#streams.get(labels.key) ?? { labels, entries: [] };
    stream.entries.push(...entries);
    this.#streams.set(labels.key, stream);
    this.#accepted += entries.length;
  }
}

function bytes(data: unknown): Buffer {
  return typeof data === 'string'
    ? Buffer.from(data)
    : Buffer.from((data as { readonly base64: string }).base64, 'base64');
}

async function write(path: string, data: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
}

const STEPS: Readonly<Record<string, (run: PromtailRun, rest: readonly unknown[]) => Promise<unknown>>> = {
  write: (run, [file, data]) => write(run.path(file), bytes(data)),
  append: (run, [file, data]) => appendFile(run.path(file), bytes(data)),
  gzip: (run, [file, data]) => write(run.path(file), gzipSync(bytes(data))),
  rename: (run, [from, to]) => rename(run.path(from), run.path(to)),
  truncate: (run, [file, size]) => truncate(run.path(file), Number(size ?? 0)),
  async copytruncate(run, [file, copy]) {
    await copyFile(run.path(file), run.path(copy));
    await truncate(run.path(file), 0);
  },
  delete: (run, [file]) => rm(run.path(file)),
  mkdir: (run, [folder]) => mkdir(run.path(folder), { recursive: true }),
  async symlink(run, [target, link]) {
    const path = run.path(link);
    if (await lstat(path).catch(() => undefined)) await rm(path);
    await symlink(run.path(target), path);
  },
  positions: (run, [text]) =>
    writeFile(run.path('positions.yaml'), String(text).replaceAll('{{DIR}}', run.path('.').replace(/\/$/, ''))),
  start: (run) => run.start(),
  stop: (run, [signal]) => run.stop(typeof signal === 'string' ? signal : undefined),
  wait: (run, [seconds]) => run.wait(Number(seconds)),
  settle: (run, [seconds]) => run.wait(Number(seconds)),
  await: (run, [count]) => run.awaitEntries(Number(count)),
  awaitPushes: (run) => run.wait(0.5),
};
