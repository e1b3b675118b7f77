import type { TimeOffsets } from '@firedrill/timeseries';
import type { VectorSelector } from '../syntax/ast';
import type { Evaluation } from './evaluation';
import type { Sample } from './sample';

/** A sample with the time at which it was taken. */
export interface TimedSample extends Sample {
  readonly timestampMs: number;
}

/** The newest sample of each series, at most the lookback old; a series whose newest sample is a stale marker is gone. */
export function evaluateSelector(selector: VectorSelector, evaluation: Evaluation, timeMs: number): TimedSample[] {
  const lookTime = evaluation.lookTime(selector, timeMs);
  const oldest = lookTime - evaluation.settings.lookbackMs;
  const samples: TimedSample[] = [];
  for (const slice of evaluation.fetched(selector).series) {
    const index = indexAfter(slice.timestamps, slice.from, slice.to, lookTime - slice.baseMs) - 1;
    const timestampMs = index < slice.from ? -Infinity : slice.baseMs + (slice.timestamps[index] ?? -Infinity);
    if (timestampMs <= oldest || slice.stale?.[index] === 1) continue;
    samples.push({ labels: slice.labels, value: slice.values[index] ?? NaN, dropName: false, timestampMs });
  }
  evaluation.count(samples.length);
  return samples;
}

/** The first index in [from, to) whose time is later, or `to`; all times count from the same base. */
export function indexAfter(timestamps: TimeOffsets, from: number, to: number, timeMs: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] ?? Infinity) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
