/** The reducers of reduce and resample over numbers without gaps. */
export const REDUCERS = {
  last: (values) => values.at(-1) ?? NaN,
  mean: (values) => sum(values) / values.length,
  min: (values) => (values.length === 0 ? NaN : values.reduce((least, value) => Math.min(least, value))),
  max: (values) => (values.length === 0 ? NaN : values.reduce((most, value) => Math.max(most, value))),
  sum,
  count: (values) => values.length,
  median,
} as const satisfies Readonly<Record<string, (values: readonly number[]) => number>>;

export type ReducerName = keyof typeof REDUCERS;

export function isReducer(name: string): name is ReducerName {
  return Object.hasOwn(REDUCERS, name);
}

/** Reduces as the strict mode does: a gap makes NaN, but `last` gives the last point as it is and `count` counts all. */
export function reduceStrictly(name: ReducerName, values: readonly (number | null)[]): number | null {
  if (name === 'last') return values.length === 0 ? NaN : (values.at(-1) ?? null);
  if (name === 'count') return values.length;
  if (values.some((value) => value === null || Number.isNaN(value))) return NaN;
  return REDUCERS[name](values as readonly number[]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
