import type { Labels } from './labels';

/** Sample times of a series counted from its base: 4 bytes each, 8 for a series that spans more than 49 days. */
export type TimeOffsets = Uint32Array | Float64Array;

/**
 * The samples of one series with `from <= index < to`, in time order. The arrays are the store's own: they are valid
 * until the next append, and must not be written to.
 */
export interface SeriesSlice {
  readonly labels: Labels;
  /** What the times count from, Unix milliseconds. */
  readonly baseMs: number;
  readonly timestamps: TimeOffsets;
  readonly values: Float64Array;
  /** 1 where the sample is a stale marker; undefined when the series has none. */
  readonly stale: Uint8Array | undefined;
  readonly from: number;
  readonly to: number;
}

const NO_TIMES = new Uint32Array(0);
const NO_VALUES = new Float64Array(0);
const LARGEST_OFFSET = 2 ** 32 - 1;
const FIRST_CAPACITY = 16;
/** Samples by which a series grows: what a full one has free is small beside what it holds. */
const LARGEST_GROWTH = 64;

/** One series: its live samples lie together in [start, end) of typed arrays, so that a window is two indexes. */
export class MetricSeries {
  readonly labels: Labels;
  baseMs = 0;
  timestamps: TimeOffsets = NO_TIMES;
  values = NO_VALUES;
  stale: Uint8Array | undefined;
  start = 0;
  end = 0;
  /** True once the store let go of the series; a handle then asks for a new one. */
  isForgotten = false;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  get length(): number {
    return this.end - this.start;
  }

  get firstTimestamp(): number {
    return this.length === 0 ? Infinity : this.baseMs + (this.timestamps[this.start] ?? Infinity);
  }

  get lastTimestamp(): number {
    return this.length === 0 ? -Infinity : this.baseMs + (this.timestamps[this.end - 1] ?? -Infinity);
  }

  push(timestampMs: number, value: number, isStale: boolean): void {
    if (this.length === 0) this.#restart(timestampMs);
    if (this.end === this.values.length) this.#makeRoom();
    if (timestampMs - this.baseMs > LARGEST_OFFSET) this.#reach(timestampMs);
    this.timestamps[this.end] = timestampMs - this.baseMs;
    this.values[this.end] = value;
    if (isStale) this.stale ??= new Uint8Array(this.values.length);
    if (this.stale !== undefined) this.stale[this.end] = isStale ? 1 : 0;
    this.end += 1;
  }

  /** Forgets samples at or before the time; returns how many. */
  dropUntil(timestampMs: number): number {
    if (this.firstTimestamp > timestampMs) return 0;
    const kept = this.indexAfter(timestampMs);
    const dropped = kept - this.start;
    this.start = kept;
    return dropped;
  }

  /** The index of the first sample later than the time. */
  indexAfter(timestampMs: number): number {
    const offset = timestampMs - this.baseMs;
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timestamps[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(fromExclusiveMs: number, toInclusiveMs: number): SeriesSlice {
    const { labels, baseMs, timestamps, values, stale } = this;
    // Most queries ask for the newest samples, or for all of them: no search then.
    const from = this.firstTimestamp > fromExclusiveMs ? this.start : this.indexAfter(fromExclusiveMs);
    const to = this.lastTimestamp <= toInclusiveMs ? this.end : this.indexAfter(toInclusiveMs);
    return { labels, baseMs, timestamps, values, stale, from, to };
  }

  #restart(timestampMs: number): void {
    this.baseMs = timestampMs;
    this.start = 0;
    this.end = 0;
  }

  /** Moves the live samples to the front when enough is free there, else grows. */
  #makeRoom(): void {
    const { start, end, length } = this;
    if (start > Math.min(LARGEST_GROWTH, this.values.length / 8)) {
      this.timestamps.copyWithin(0, start, end);
      this.values.copyWithin(0, start, end);
      this.stale?.copyWithin(0, start, end);
    } else {
      this.#grow(length + Math.min(LARGEST_GROWTH, Math.max(FIRST_CAPACITY, length)));
    }
    this.end = length;
    this.start = 0;
  }

  /** Counts from the first live sample, and where 4 bytes do not reach from there to the new time, with 8. */
  #reach(timestampMs: number): void {
    if (this.timestamps instanceof Float64Array) return;
    const shift = this.timestamps[this.start] ?? 0;
    this.baseMs += shift;
    const isTooFar = timestampMs - this.baseMs > LARGEST_OFFSET;
    if (isTooFar) this.timestamps = Float64Array.from(this.timestamps);
    for (let index = this.start; index < this.end; index += 1) {
      this.timestamps[index] = (this.timestamps[index] ?? NaN) - shift;
    }
  }

  #grow(capacity: number): void {
    const { start, end, timestamps, values, stale } = this;
    this.timestamps =
      timestamps instanceof Uint32Array
        ? moved(timestamps.subarray(start, end), new Uint32Array(capacity))
        : moved(timestamps.subarray(start, end), new Float64Array(capacity));
    this.values = moved(values.subarray(start, end), new Float64Array(capacity));
    if (stale !== undefined) this.stale = moved(stale.subarray(start, end), new Uint8Array(capacity));
  }
}

function moved<A extends Uint8Array | Uint32Array | Float64Array>(live: ArrayLike<number>, target: A): A {
  target.set(live);
  return target;
}
