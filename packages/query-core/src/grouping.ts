import type { Labels } from '@firedrill/timeseries';

/** How many groups one grouping holds on to before it starts anew. */
const REMEMBERED = 100_000;

/** `by (a, b)` keeps these labels, `without (a, b)` drops them together with the metric name. */
export interface GroupingClause {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

/**
 * Gives each label set its group. Equal groups are one object, so groups can be keys of a Map. Keep the grouping with
 * the query it belongs to: the next evaluation then finds the groups of the same series at no cost.
 */
export class Grouping {
  readonly #make: (labels: Labels) => Labels;
  readonly #groups = new Map<string, Labels>();

  constructor(clause: GroupingClause) {
    const kept = clause.kind === 'by';
    const names = kept ? clause.labels : [...clause.labels, '__name__'];
    this.#make = (labels) => this.#unique(kept ? labels.keep(names) : labels.drop(names));
  }

  groupOf(labels: Labels): Labels {
    return labels.derive(this, this.#make);
  }

  #unique(group: Labels): Labels {
    const known = this.#groups.get(group.key);
    if (known !== undefined) return known;
    if (this.#groups.size >= REMEMBERED) this.#groups.clear();
    this.#groups.set(group.key, group);
    return group;
  }
}
