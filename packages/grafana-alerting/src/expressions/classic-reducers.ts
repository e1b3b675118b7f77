type Nullable = number | null;

/** Reduces the points of a series; null when there is nothing to reduce. */
export type ClassicReducer = (points: readonly Nullable[]) => Nullable;

/** The reducers of classic conditions. Gaps and NaN are skipped; only `count` counts them. */
export const CLASSIC_REDUCERS: Readonly<Record<string, ClassicReducer>> = {
  avg: overNumbers((numbers) => sum(numbers) / numbers.length),
  sum: overNumbers(sum),
  // Grafana starts from the smallest and the largest double, so infinities of the other sign are not seen.
  min: overNumbers((numbers) => numbers.reduce((least, number) => Math.min(least, number), Number.MAX_VALUE)),
  max: overNumbers((numbers) => numbers.reduce((most, number) => Math.max(most, number), -Number.MAX_VALUE)),
  count: (points) => (points.length === 0 ? null : points.length),
  last: overNumbers((numbers) => numbers.at(-1) ?? null),
  median: overNumbers(median),
  diff: overChange((first, last) => last - first),
  diff_abs: overChange((first, last) => Math.abs(last - first)),
  percent_diff: overChange((first, last) => ((last - first) / Math.abs(first)) * 100),
  percent_diff_abs: overChange((first, last) => Math.abs((last - first) / first) * 100),
  count_non_null: (points) => numbersOf(points).length || null,
};

function numbersOf(points: readonly Nullable[]): readonly number[] {
  return points.filter((point): point is number => point !== null && !Number.isNaN(point));
}

function overNumbers(reduce: (numbers: readonly number[]) => Nullable): ClassicReducer {
  return (points) => {
    const numbers = numbersOf(points);
    return numbers.length === 0 ? null : reduce(numbers);
  };
}

/** Compares the last number with the first; a single number did not change. */
function overChange(change: (first: number, last: number) => number): ClassicReducer {
  return overNumbers((numbers) => (numbers.length === 1 ? 0 : change(numbers[0] ?? NaN, numbers.at(-1) ?? NaN)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
