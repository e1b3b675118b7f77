import type { Labels } from '@firedrill/timeseries';
import { Grouping } from './grouping';
import { QueryError } from './query-error';

/** `group_left` is many-to-one, `group_right` one-to-many, a set operator many-to-many. */
export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';

/** How the two sides of a binary operation find each other. Without a clause: `on: false` and no labels. */
export interface VectorMatching {
  readonly cardinality: Cardinality;
  /** True for `on (labels)`, false for `ignoring (labels)`. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The labels of `group_left (…)` or `group_right (…)`, copied from the "one" side. */
  readonly include: readonly string[];
}

interface Labelled {
  readonly labels: Labels;
}

/** Two elements that belong together. */
export interface MatchedPair<S> {
  readonly left: S;
  readonly right: S;
  /** The result's labels, before an operator drops the metric name. */
  readonly labels: Labels;
}

/** Matches vectors as one `on`/`ignoring` clause says; keep it with its query, as it remembers what it worked out. */
export class VectorMatcher {
  readonly #matching: VectorMatching;
  readonly #grouping: Grouping;
  readonly #resultOwner = {};

  constructor(matching: VectorMatching) {
    this.#matching = matching;
    this.#grouping = new Grouping({ kind: matching.on ? 'by' : 'without', labels: matching.labels });
  }

  /** The labels both sides must share; one object for equal signatures. */
  signatureOf(labels: Labels): Labels {
    return this.#grouping.groupOf(labels);
  }

  /**
   * The pairs of an arithmetic or comparison operator, in the order of the many side. `resultName` is called on each
   * result label set and may drop the metric name. Throws QueryError `execution` when a side that must be unique is not;
   * that a comparison would filter the pair out does not save it, as in Prometheus.
   */
  pairs<S extends Labelled>(
    left: readonly S[],
    right: readonly S[],
    resultName: (labels: Labels) => Labels = (labels) => labels,
  ): MatchedPair<S>[] {
    const swapped = this.#matching.cardinality === 'one-to-many';
    const [many, one] = swapped ? [right, left] : [left, right];
    if (many.length === 0 || one.length === 0) return [];
    const ones = this.#uniqueSide(one, swapped ? 'left' : 'right');
    const taken = new Map<Labels, Set<string>>();
    const pairs: MatchedPair<S>[] = [];
    for (const element of many) {
      const signature = this.signatureOf(element.labels);
      const partner = ones.get(signature);
      if (partner === undefined) continue;
      const labels = resultName(this.#resultLabels(element.labels, partner.labels));
      this.#claim(taken, signature, labels);
      pairs.push(swapped ? { left: partner, right: element, labels } : { left: element, right: partner, labels });
    }
    return pairs;
  }

  /** The elements whose signature is on the other side (`and`), or is not there (`unless`, and the right side of `or`). */
  present<S extends Labelled>(elements: readonly S[], others: readonly Labelled[], wanted: boolean): S[] {
    const signatures = new Set(others.map((other) => this.signatureOf(other.labels)));
    return elements.filter((element) => signatures.has(this.signatureOf(element.labels)) === wanted);
  }

  #uniqueSide<S extends Labelled>(side: readonly S[], name: 'left' | 'right'): ReadonlyMap<Labels, S> {
    const bySignature = new Map<Labels, S>();
    for (const element of side) {
      const signature = this.signatureOf(element.labels);
      const other = bySignature.get(signature);
      if (other !== undefined) {
        throw new QueryError(
          'execution',
          `found duplicate series for the match group ${describe(signature)} on the ${name} hand-side of the operation: ` +
            `[${describe(other.labels)}, ${describe(element.labels)}]; many-to-many matching not allowed: ` +
            `matching labels must be unique on one side`,
        );
      }
      bySignature.set(signature, element);
    }
    return bySignature;
  }

  #claim(taken: Map<Labels, Set<string>>, signature: Labels, result: Labels): void {
    const results = taken.get(signature);
    if (results === undefined) {
      taken.set(signature, this.#matching.cardinality === 'one-to-one' ? NONE : new Set([result.key]));
      return;
    }
    if (this.#matching.cardinality === 'one-to-one') {
      const message = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
      throw new QueryError('execution', message);
    }
    if (results.has(result.key)) {
      throw new QueryError('execution', 'multiple matches for labels: grouping labels must ensure unique matches');
    }
    results.add(result.key);
  }

  #resultLabels(many: Labels, one: Labels): Labels {
    const { cardinality, on, labels, include } = this.#matching;
    if (cardinality === 'one-to-one') {
      return many.derive(this.#resultOwner, () => (on ? many.keep(labels) : many.drop(labels)));
    }
    return include.reduce((result, name) => {
      const value = one.get(name);
      return value === '' ? result.drop([name]) : result.with(name, value);
    }, many);
  }
}

const NONE = new Set<string>();

/** `{a="1", b="2"}`, as the languages print label sets in errors. */
function describe(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}
