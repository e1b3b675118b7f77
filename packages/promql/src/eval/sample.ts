import type { Labels } from '@firedrill/timeseries';
import { QueryError } from '@firedrill/query-core';

/** One element of an instant vector; its time is the evaluation time. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** The metric name goes at the end of the query; only with delayed name removal. */
  readonly dropName: boolean;
}

/** What an expression gives at one time; range vectors exist only as arguments of functions. */
export type Value = number | string | readonly Sample[];

const NAME = '__name__';
const WITHOUT_NAME = {};

export function withoutName(labels: Labels): Labels {
  return labels.derive(WITHOUT_NAME, (set) => set.drop([NAME]));
}

/** Throws QueryError `execution` when two samples have one label set. */
export function assertDistinct(samples: readonly Sample[]): void {
  const seen = new Set<string>();
  for (const { labels } of samples) seen.add(labels.key);
  if (seen.size < samples.length) {
    throw new QueryError('execution', 'vector cannot contain metrics with the same labelset');
  }
}

/** Whether all label sets have one metric name, so that they stay distinct without it. */
export function haveOneName(samples: readonly { readonly labels: Labels }[]): boolean {
  const name = samples[0]?.labels.get(NAME);
  return samples.every(({ labels }) => labels.get(NAME) === name);
}
