import type { Labels } from '@firedrill/timeseries';

/** The samples of one label set in order of time; times are nanoseconds on the clock of their reader. */
export interface SampleSeries {
  readonly labels: Labels;
  readonly times: number[];
  readonly values: number[];
}

/** One series for each label set: several streams may feed the same one. Samples of equal time keep their order. */
export function mergeSeries(parts: readonly SampleSeries[]): readonly SampleSeries[] {
  const merged = new Map<string, SampleSeries>();
  for (const part of parts) {
    const other = merged.get(part.labels.key);
    merged.set(part.labels.key, other === undefined ? part : mergeTwo(other, part));
  }
  return [...merged.values()];
}

function mergeTwo(left: SampleSeries, right: SampleSeries): SampleSeries {
  const times: number[] = [];
  const values: number[] = [];
  let [leftIndex, rightIndex] = [0, 0];
  while (leftIndex < left.times.length || rightIndex < right.times.length) {
    const takesLeft = (left.times[leftIndex] ?? Infinity) <= (right.times[rightIndex] ?? Infinity);
    const [from, index] = takesLeft ? [left, leftIndex++] : [right, rightIndex++];
    times.push(from.times[index] ?? 0);
    values.push(from.values[index] ?? 0);
  }
  return { labels: left.labels, times, values };
}
