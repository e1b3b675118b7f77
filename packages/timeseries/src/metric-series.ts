import type { Labels } from './labels';

/**
 * The samples of one series with `from <= index < to`, in time order. The arrays are the store's own: they are valid
 * until the next append, and must not be written to.
 */
export interface SeriesSlice {
  readonly labels: Labels;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** 1 where the sample is a stale marker; undefined when the series has none. */
  readonly stale: Uint8Array | undefined;
  readonly from: number;
  readonly to: number;
}

const FIRST_CAPACITY = 16;

/** One series: its live samples lie together in [start, end) of typed arrays, so that a window is two indexes. */
export class MetricSeries {
  readonly labels: Labels;
  timestamps = new Float64Array(0);
  values = new Float64Array(0);
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
    return this.timestamps[this.start] ?? Infinity;
  }

  get lastTimestamp(): number {
    return this.length === 0 ? -Infinity : (this.timestamps[this.end - 1] ?? -Infinity);
  }

  push(timestampMs: number, value: number, isStale: boolean): void {
    if (this.end === this.timestamps.length) this.#makeRoom();
    this.timestamps[this.end] = timestampMs;
    this.values[this.end] = value;
    if (isStale) this.stale ??= new Uint8Array(this.timestamps.length);
    if (this.stale !== undefined) this.stale[this.end] = isStale ? 1 : 0;
    this.end += 1;
  }

  /** Forgets samples at or before the time; returns how many. */
  dropUntil(timestampMs: number): number {
    const kept = Math.min(this.indexAfter(timestampMs), this.end);
    const dropped = kept - this.start;
    this.start = kept;
    return dropped;
  }

  /** The index of the first sample later than the time. */
  indexAfter(timestampMs: number): number {
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timestamps[middle] ?? Infinity) <= timestampMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(fromExclusiveMs: number, toInclusiveMs: number): SeriesSlice {
    const { labels, timestamps, values, stale } = this;
    // Most queries ask for the newest samples, or for all of them: no search then.
    const from = this.firstTimestamp > fromExclusiveMs ? this.start : this.indexAfter(fromExclusiveMs);
    const to = this.lastTimestamp <= toInclusiveMs ? this.end : this.indexAfter(toInclusiveMs);
    return { labels, timestamps, values, stale, from, to };
  }

  /** Moves the live samples to the front when an eighth is free there, else grows by an eighth. */
  #makeRoom(): void {
    if (this.start > this.timestamps.length / 8) {
      this.timestamps.copyWithin(0, this.start, this.end);
      this.values.copyWithin(0, this.start, this.end);
      this.stale?.copyWithin(0, this.start, this.end);
    } else {
      const capacity = Math.max(FIRST_CAPACITY, Math.ceil(this.length * 1.125) + FIRST_CAPACITY);
      this.timestamps = moved(this.timestamps.subarray(this.start, this.end), capacity);
      this.values = moved(this.values.subarray(this.start, this.end), capacity);
      if (this.stale !== undefined) {
        const flags = this.stale.subarray(this.start, this.end);
        this.stale = new Uint8Array(capacity);
        this.stale.set(flags);
      }
    }
    this.end -= this.start;
    this.start = 0;
  }
}

function moved(live: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const target = new Float64Array(capacity);
  target.set(live);
  return target;
}
