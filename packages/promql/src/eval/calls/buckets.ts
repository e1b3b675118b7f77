import type { MonotonicityRepair } from '../annotations';

/** One bucket of a classic histogram; the count is cumulative. */
export interface Bucket {
  readonly upperBound: number;
  count: number;
}

/** Differences of counts below this share are rounding errors. */
const SMALL_DIFFERENCE = 1e-12;

/** The quantile of a classic histogram, linear within a bucket; NaN without a `+Inf` bucket or without observations. */
export function bucketQuantile(
  q: number,
  unordered: readonly Bucket[],
  onRepair: (repair: MonotonicityRepair) => void,
): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const buckets = mergeBuckets(unordered);
  if (buckets.at(-1)?.upperBound !== Infinity) return NaN;
  const repair = makeMonotonic(buckets);
  if (repair !== undefined) onRepair(repair);
  const total = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || total === 0) return NaN;
  const rank = q * total;
  const index = firstIndex(buckets, rank);
  const [below, bucket] = [buckets[index - 1], buckets[index]];
  if (bucket === undefined) return NaN;
  if (below === undefined)
    return bucket.upperBound <= 0 ? bucket.upperBound : bucket.upperBound * (rank / bucket.count);
  if (index === buckets.length - 1) return below.upperBound;
  return (
    below.upperBound + (bucket.upperBound - below.upperBound) * ((rank - below.count) / (bucket.count - below.count))
  );
}

function firstIndex(buckets: readonly Bucket[], rank: number): number {
  const index = buckets.findIndex((bucket) => bucket.count >= rank);
  return index < 0 ? buckets.length - 1 : index;
}

/** The share of observations between two bounds, linear within a bucket. */
export function bucketFraction(lower: number, upper: number, unordered: readonly Bucket[]): number {
  const buckets = mergeBuckets(unordered);
  const total = buckets.at(-1)?.count ?? 0;
  if (buckets.at(-1)?.upperBound !== Infinity || total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets, total) - rankOf(lower, buckets, total)) / total;
}

/** How many observations lie below a value; a value in a bucket without lower bound is counted with all of the bucket. */
function rankOf(value: number, buckets: readonly Bucket[], total: number): number {
  let rank = 0;
  let lowerBound = (buckets[0]?.upperBound ?? 0) > 0 ? 0 : -Infinity;
  for (const { upperBound, count } of buckets) {
    if (lowerBound >= value) return Math.min(rank, total);
    if (upperBound > value)
      return Math.min(
        lowerBound === -Infinity ? count : rank + ((count - rank) * (value - lowerBound)) / (upperBound - lowerBound),
        total,
      );
    rank = count;
    lowerBound = upperBound;
  }
  return total;
}

/** Sorted by bound, buckets of one bound added together. */
function mergeBuckets(unordered: readonly Bucket[]): Bucket[] {
  const sorted = [...unordered].sort((left, right) => (left.upperBound < right.upperBound ? -1 : 1));
  const merged: Bucket[] = [];
  for (const bucket of sorted) {
    const last = merged.at(-1);
    if (last?.upperBound === bucket.upperBound) last.count += bucket.count;
    else merged.push({ ...bucket });
  }
  return merged;
}

/** Cumulative counts cannot fall; where they do, they are raised, and told of unless the difference is a rounding error. */
function makeMonotonic(buckets: Bucket[]): MonotonicityRepair | undefined {
  let previous = buckets[0]?.count ?? 0;
  const repaired: { bound: number; drop: number }[] = [];
  for (const bucket of buckets) {
    const drop = previous - bucket.count;
    if (drop === 0) continue;
    const negligible = isNegligible(previous, bucket.count);
    if (!negligible && drop > 0) repaired.push({ bound: bucket.upperBound, drop });
    if (negligible || drop > 0) bucket.count = previous;
    else previous = bucket.count;
  }
  if (repaired.length === 0) return undefined;
  return {
    lowestBound: Math.min(...repaired.map(({ bound }) => bound)),
    highestBound: Math.max(...repaired.map(({ bound }) => bound)),
    largestDrop: Math.max(...repaired.map(({ drop }) => drop)),
  };
}

function isNegligible(left: number, right: number): boolean {
  if (left === 0 || right === 0) return false;
  return Math.abs(left - right) / (Math.abs(left) + Math.abs(right)) < SMALL_DIFFERENCE;
}
