import type { Labels } from './labels';

/** One log line as it is pushed. */
export interface LogEntry {
  readonly timestampNs: bigint;
  readonly line: string;
  /** Loki's structured metadata. */
  readonly metadata?: Labels;
}

/** A run of one stream's entries in time order. Indexes count from 0; nothing is copied until it is asked for. */
export interface LogSlice {
  readonly labels: Labels;
  readonly length: number;
  /**
   * The place of the slice's first entry in the stream's life. While the revision is the same, the stream is the same
   * one and an entry keeps its place; no two streams of a store ever share a revision.
   */
  readonly position: number;
  readonly revision: number;
  line(index: number): string;
  metadata(index: number): Labels | undefined;
  timestampNs(index: number): bigint;
  /** Gives the entries' nanoseconds after `baseNs` (negative before), exact within 104 days of it. */
  offsetsFrom(baseNs: bigint): (index: number) => number;
}

const NS_PER_SECOND = 1_000_000_000n;

/** What an entry costs beside its text: array slots, time, string header. */
const ENTRY_OVERHEAD_BYTES = 48;

/** The bytes an entry is counted with against the store's limit. */
export function entryBytes(line: string, metadata: Labels | undefined): number {
  const metadataBytes = metadata === undefined ? 0 : metadata.key.length * 2;
  return ENTRY_OVERHEAD_BYTES + line.length + metadataBytes;
}

/** The entries of one label set, in time order and, for equal times, in order of arrival. Times are two typed arrays. */
export class LogStream {
  readonly labels: Labels;
  #seconds = new Float64Array(16);
  #nanos = new Uint32Array(16);
  #lines: string[] = [];
  readonly #metadata = new Map<number, Labels>();
  /** Entries below this index are dropped and wait for the next compaction. */
  #head = 0;
  #droppedBefore = 0;
  readonly #nextRevision: () => number;
  #revision: number;

  /** `nextRevision` gives a number that no stream of the store has had. */
  constructor(labels: Labels, nextRevision: () => number) {
    this.labels = labels;
    this.#nextRevision = nextRevision;
    this.#revision = nextRevision();
  }

  get length(): number {
    return this.#lines.length - this.#head;
  }

  get oldestNs(): bigint | undefined {
    return this.length === 0 ? undefined : this.#timeAt(this.#head);
  }

  get newestNs(): bigint | undefined {
    return this.length === 0 ? undefined : this.#timeAt(this.#lines.length - 1);
  }

  /** False when the stream has this line at this time already, as Loki judges duplicates. */
  add({ timestampNs, line, metadata }: LogEntry): boolean {
    const place = this.#firstAfter(timestampNs, true);
    for (let index = place - 1; index >= this.#head && this.#timeAt(index) === timestampNs; index--) {
      if (this.#lines[index] === line) return false;
    }
    this.#insert(place, timestampNs, line);
    if (metadata !== undefined && metadata.size > 0) this.#metadata.set(place + this.#droppedBefore, metadata);
    return true;
  }

  /** Takes the oldest entry away and returns its counted bytes. */
  dropOldest(): number {
    const line = this.#lines[this.#head] ?? '';
    const key = this.#head + this.#droppedBefore;
    const bytes = entryBytes(line, this.#metadata.get(key));
    this.#metadata.delete(key);
    this.#lines[this.#head] = '';
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#lines.length) this.#compact();
    return bytes;
  }

  /** The entries from `fromNs` (included) to `toNs` (not included). */
  slice(fromNs: bigint, toNs: bigint): LogSlice {
    const start = this.#firstAfter(fromNs, false);
    const end = Math.max(start, this.#firstAfter(toNs, false));
    const shift = this.#droppedBefore;
    // Entries dropped while a slice is read shift the arrays, so places are kept, not indexes.
    const at = (index: number): number => index + start + shift - this.#droppedBefore;
    return {
      labels: this.labels,
      length: end - start,
      position: start + shift,
      revision: this.#revision,
      line: (index) => this.#lines[at(index)] ?? '',
      metadata: (index) => (this.#metadata.size === 0 ? undefined : this.#metadata.get(index + start + shift)),
      timestampNs: (index) => this.#timeAt(at(index)),
      offsetsFrom: (baseNs) => {
        const offsetAt = this.#offsetsFrom(baseNs);
        return (index) => offsetAt(at(index));
      },
    };
  }

  #timeAt(index: number): bigint {
    return BigInt(this.#seconds[index] ?? 0) * NS_PER_SECOND + BigInt(this.#nanos[index] ?? 0);
  }

  #offsetsFrom(baseNs: bigint): (index: number) => number {
    const baseSeconds = floorSeconds(baseNs);
    const baseNanos = Number(baseNs - BigInt(baseSeconds) * NS_PER_SECOND);
    return (index) => ((this.#seconds[index] ?? 0) - baseSeconds) * 1e9 + ((this.#nanos[index] ?? 0) - baseNanos);
  }

  /** The index of the first entry at or after the time, or strictly after it. */
  #firstAfter(timeNs: bigint, strictly: boolean): number {
    const seconds = floorSeconds(timeNs);
    const nanos = Number(timeNs - BigInt(seconds) * NS_PER_SECOND);
    const before = (index: number): boolean => {
      const order = (this.#seconds[index] ?? 0) - seconds || (this.#nanos[index] ?? 0) - nanos;
      return strictly ? order <= 0 : order < 0;
    };
    let high = this.#lines.length;
    if (high === this.#head || before(high - 1)) return high;
    let low = this.#head;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(place: number, timestampNs: bigint, line: string): void {
    const count = this.#lines.length;
    if (count === this.#seconds.length) this.#grow(count * 2);
    if (place < count) {
      this.#seconds.copyWithin(place + 1, place, count);
      this.#nanos.copyWithin(place + 1, place, count);
      this.#shiftMetadata(place + this.#droppedBefore);
      this.#revision = this.#nextRevision();
    }
    const seconds = floorSeconds(timestampNs);
    this.#seconds[place] = seconds;
    this.#nanos[place] = Number(timestampNs - BigInt(seconds) * NS_PER_SECOND);
    if (place === count) this.#lines.push(line);
    else this.#lines.splice(place, 0, line);
  }

  #shiftMetadata(from: number): void {
    const moved = [...this.#metadata].filter(([key]) => key >= from);
    for (const [key] of moved) this.#metadata.delete(key);
    for (const [key, metadata] of moved) this.#metadata.set(key + 1, metadata);
  }

  #grow(capacity: number): void {
    const seconds = new Float64Array(capacity);
    const nanos = new Uint32Array(capacity);
    seconds.set(this.#seconds);
    nanos.set(this.#nanos);
    this.#seconds = seconds;
    this.#nanos = nanos;
  }

  #compact(): void {
    this.#seconds.copyWithin(0, this.#head);
    this.#nanos.copyWithin(0, this.#head);
    this.#lines = this.#lines.slice(this.#head);
    this.#droppedBefore += this.#head;
    this.#head = 0;
  }
}

function floorSeconds(timeNs: bigint): number {
  const seconds = timeNs / NS_PER_SECOND;
  return Number(timeNs < seconds * NS_PER_SECOND ? seconds - 1n : seconds);
}
