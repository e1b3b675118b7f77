import type { Labels } from '@firedrill/timeseries';
import type { Grouping } from './grouping';

/** Takes the values of one group one by one. */
export interface Accumulator {
  add(value: number): void;
  result(): number;
}

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** One sample for each group that has an element, in the order in which groups are met. */
export function aggregate(samples: readonly Sample[], grouping: Grouping, create: () => Accumulator): Sample[] {
  const groups = new Map<Labels, Accumulator>();
  for (const sample of samples) {
    const group = grouping.groupOf(sample.labels);
    let accumulator = groups.get(group);
    if (accumulator === undefined) groups.set(group, (accumulator = create()));
    accumulator.add(sample.value);
  }
  return [...groups].map(([labels, accumulator]) => ({ labels, value: accumulator.result() }));
}

/** The samples of each group, groups and samples in the order in which they are met. */
export function groupSamples<S extends Sample>(samples: readonly S[], grouping: Grouping): Map<Labels, S[]> {
  const groups = new Map<Labels, S[]>();
  for (const sample of samples) {
    const group = grouping.groupOf(sample.labels);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [sample]);
    else members.push(sample);
  }
  return groups;
}

/**
 * The first `count` samples by value, NaN counting as worst; ties keep their order.
 * `largest` is topk's order, else bottomk's.
 */
export function selectExtreme<S extends Sample>(samples: readonly S[], count: number, largest: boolean): S[] {
  const sign = largest ? -1 : 1;
  const ordered = [...samples].sort((left, right) => {
    if (Number.isNaN(left.value)) return Number.isNaN(right.value) ? 0 : 1;
    if (Number.isNaN(right.value)) return -1;
    return left.value === right.value ? 0 : sign * (left.value < right.value ? -1 : 1);
  });
  return ordered.slice(0, count);
}
