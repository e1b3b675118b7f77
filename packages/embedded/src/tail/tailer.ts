import { stat } from 'node:fs/promises';
import { Labels, type LogEntry } from '@firedrill/timeseries';
import { FileTail, type Resume } from './file-tail';
import type { PipelineEntry } from './pipeline-entry';
import { loadPositions, savePositions, type SavedPositions } from './positions';
import type { PromtailConfig } from './promtail-config';
import { tailTargetsOf, type TailTarget } from './tail-target';

export interface TailerOptions {
  readonly config: PromtailConfig;
  /** Where this runtime has a folder that the configuration names. */
  readonly resolvePath: (containerPath: string) => string;
  readonly positionsFile: string;
  readonly push: (streamLabels: Labels, entries: readonly LogEntry[]) => unknown;
  /** Makes safe what was pushed; positions are saved only after it. */
  readonly flush?: () => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** What a failure of one file is told to; the tailer goes on. */
  readonly onError?: (path: string, error: unknown) => void;
  readonly pollMs?: number;
  readonly savePositionsMs?: number;
}

export interface Tailer {
  /** Reads the positions file, then follows the files. Rejects with PositionsError. */
  start(): Promise<void>;
  /** Reads what is there, pushes it and saves the positions. */
  stop(): Promise<void>;
}

const DEFAULT_POLL_MS = 250;
const DEFAULT_SAVE_MS = 1000;

/** Follows log files through renames, truncation and deletion, and pushes their lines through the pipelines. */
export function createTailer(options: TailerOptions): Tailer {
  const { pollMs = DEFAULT_POLL_MS, savePositionsMs = DEFAULT_SAVE_MS } = options;
  const follower = new Follower(options);
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();
  let isStopped = false;
  let savedAtMs = options.now();
  const poll = async (): Promise<void> => {
    await follower.poll();
    if (options.now() - savedAtMs >= savePositionsMs) {
      savedAtMs = options.now();
      await follower.save();
    }
  };
  const schedule = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      polling = poll().catch((error: unknown) => options.onError?.('', error));
      void polling.then(schedule);
    }, pollMs);
  };
  return {
    async start() {
      await follower.load();
      await poll();
      schedule();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await polling;
      await follower.poll(true);
      await follower.save();
      await follower.close();
    },
  };
}

/** One open file and the target that it belongs to. */
interface Followed {
  readonly tail: FileTail;
  readonly target: TailTarget;
}

class Follower {
  readonly #options: TailerOptions;
  readonly #targets: readonly TailTarget[];
  readonly #followed = new Map<string, Followed>();
  readonly #batches = new Map<string, { readonly labels: Labels; readonly entries: LogEntry[] }>();
  #saved: SavedPositions = { files: [], byPath: new Map() };
  readonly #emit = (entry: PipelineEntry): void => this.#batch(entry);
  #lastReadNs = 0n;
  #lastSaved = '[]';

  constructor(options: TailerOptions) {
    this.#options = options;
    this.#targets = options.config.jobs.flatMap((job) => tailTargetsOf(job, options.resolvePath, options.now));
  }

  async load(): Promise<void> {
    this.#saved = await loadPositions(this.#options.positionsFile);
  }

  /** Finds files, reads what is new in each and pushes it; `all` also lets go of lines that stages hold back. */
  async poll(all = false): Promise<void> {
    for (const [index, target] of this.#targets.entries()) await this.#pollTarget(index, target);
    for (const target of this.#targets) target.pipeline.flush?.(this.#options.now(), all, this.#emit);
    this.#pushBatches();
  }

  async save(): Promise<void> {
    const tails = new Map([...this.#followed.values()].map(({ tail }) => [`${tail.device}:${tail.inode}`, tail]));
    const positions = await Promise.all([...tails.values()].map((tail) => tail.position()));
    positions.sort((left, right) => (left.path < right.path ? -1 : 1));
    const text = JSON.stringify(positions);
    if (text === this.#lastSaved) return;
    await this.#options.flush?.();
    await savePositions(this.#options.positionsFile, positions);
    this.#lastSaved = text;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followed.values()].map(({ tail }) => tail.close()));
    this.#followed.clear();
  }

  async #pollTarget(index: number, target: TailTarget): Promise<void> {
    const present = new Set<string>();
    for (const path of await target.files()) {
      const key = await this.#follow(index, target, path).catch((error: unknown) =>
        this.#options.onError?.(path, error),
      );
      if (key !== undefined) present.add(key);
    }
    for (const [key, followed] of this.#followed) {
      if (followed.target !== target) continue;
      await this.#drain(followed).catch((error: unknown) => this.#options.onError?.(followed.tail.path, error));
      if (present.has(key)) continue;
      this.#followed.delete(key);
      await followed.tail.close();
    }
  }

  /** The key of the file that has this path now, opened when it is new. */
  async #follow(index: number, target: TailTarget, path: string): Promise<string> {
    const keyOf = (file: { readonly device: number; readonly inode: number }): string =>
      `${index}:${file.device}:${file.inode}`;
    const { dev, ino } = await stat(path);
    const known = this.#followed.get(keyOf({ device: dev, inode: ino }));
    if (known !== undefined) {
      known.tail.path = path;
      return keyOf(known.tail);
    }
    const tail = await FileTail.open(path, (stats) => this.#resume(path, stats));
    const key = keyOf(tail);
    if (this.#followed.has(key)) await tail.close();
    else this.#followed.set(key, { tail, target });
    return key;
  }

  #resume(path: string, { dev, ino }: { readonly dev: number; readonly ino: number }): Resume | undefined {
    const position = this.#saved.files.find(({ device, inode }) => device === dev && inode === ino);
    if (position !== undefined)
      return { offset: position.offset, head: { hash: position.head, length: position.headLength } };
    if (this.#saved.files.some((file) => file.path === path)) return undefined;
    const written = this.#saved.byPath.get(path);
    if (written === undefined) return undefined;
    const offset = typeof written === 'string' || typeof written === 'number' ? String(written) : '';
    if (!/^\d+$/.test(offset)) throw new Error(`the position of ${path} is no number: ${JSON.stringify(written)}`);
    return { offset: Number(offset) };
  }

  async #drain({ tail, target }: Followed): Promise<void> {
    const labels = new Map([...target.labels, ['filename', target.containerPath(tail.path)]]);
    for (let lines = await tail.readLines(); lines.length > 0; lines = await tail.readLines()) {
      for (const line of lines) this.#take(line, labels, target);
      this.#pushBatches();
    }
  }

  #take(written: string, labels: ReadonlyMap<string, string>, target: TailTarget): void {
    const line = this.#limited(written);
    if (line === undefined) return;
    const entry: PipelineEntry = {
      line,
      timestampNs: this.#readTime(),
      labels: new Map(labels),
      extracted: new Map<string, unknown>(labels),
      metadata: new Map(),
    };
    try {
      target.pipeline.process(entry, this.#emit);
    } catch (error) {
      this.#options.onError?.(labels.get('filename') ?? '', error);
      this.#batch(entry);
    }
  }

  #limited(line: string): string | undefined {
    const { maxLineSize, truncateLongLines } = this.#options.config;
    if (maxLineSize === 0 || Buffer.byteLength(line) <= maxLineSize) return line;
    return truncateLongLines ? Buffer.from(line).subarray(0, maxLineSize).toString('utf8') : undefined;
  }

  /** The time a line is read: no two lines have the same one, so that equal lines are not taken for duplicates. */
  #readTime(): bigint {
    const now = BigInt(Math.floor(this.#options.now())) * 1_000_000n;
    this.#lastReadNs = now > this.#lastReadNs ? now : this.#lastReadNs + 1n;
    return this.#lastReadNs;
  }

  #batch({ line, timestampNs, labels, metadata }: PipelineEntry): void {
    // Label sets are few and lines are many: a cheap text of the labels finds their batch.
    let text = '';
    for (const [name, value] of labels) text += `${name}\u0000${value}\u0000`;
    let batch = this.#batches.get(text);
    if (batch === undefined) {
      const stream = Labels.of({ ...this.#options.config.externalLabels, ...Object.fromEntries(labels) });
      this.#batches.set(text, (batch = { labels: stream, entries: [] }));
    }
    if (metadata.size === 0) batch.entries.push({ timestampNs, line });
    else batch.entries.push({ timestampNs, line, metadata: Labels.of(Object.fromEntries(metadata)) });
  }

  #pushBatches(): void {
    for (const { labels, entries } of this.#batches.values()) this.#options.push(labels, entries);
    this.#batches.clear();
  }
}
