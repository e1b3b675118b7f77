/** How many derived sets one label set remembers: the groupings that the rules over one series use. */
const REMEMBERED = 8;

/**
 * An immutable label set, sorted by name. Two sets are equal exactly when their keys are equal.
 * A label with an empty value is kept: LogQL tells it from a missing one; PromQL drops it before it gets here.
 */
export class Labels implements Iterable<readonly [name: string, value: string]> {
  static readonly EMPTY = new Labels([], []);

  readonly #names: readonly string[];
  readonly #values: readonly string[];
  /** Owners that asked before, the last one apart: it is the one that asks again. */
  readonly #owners: object[] = [];
  readonly #derived: Labels[] = [];
  #nextOwner = 0;
  #lastOwner: object | undefined;
  #lastDerived: Labels | undefined;
  #key: string | undefined;

  private constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
  }

  static of(record: Readonly<Record<string, string>>): Labels {
    const names = Object.keys(record).sort();
    if (names.length === 0) return Labels.EMPTY;
    return new Labels(
      names,
      names.map((name) => record[name] ?? ''),
    );
  }

  /** The canonical text of the set: the key under which maps hold it. */
  get key(): string {
    return (this.#key ??= JSON.stringify([this.#names, this.#values]));
  }

  get size(): number {
    return this.#names.length;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** The label's value, or '' when the set has no such label, as matchers see it. */
  get(name: string): string {
    const index = this.#names.indexOf(name);
    return index < 0 ? '' : (this.#values[index] ?? '');
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  keep(names: Iterable<string>): Labels {
    const kept = new Set(names);
    return this.#filter((name) => kept.has(name));
  }

  drop(names: Iterable<string>): Labels {
    const dropped = new Set(names);
    return this.#filter((name) => !dropped.has(name));
  }

  with(name: string, value: string): Labels {
    return Labels.of({ ...this.toObject(), [name]: value });
  }

  /**
   * The set that `owner` (a grouping, a matching) makes of this one, remembered for the owners that asked last:
   * a rule that is evaluated again and again does not group its series anew.
   */
  derive(owner: object, make: (labels: Labels) => Labels): Labels {
    if (this.#lastOwner === owner && this.#lastDerived !== undefined) return this.#lastDerived;
    let derived = this.#derived[this.#owners.indexOf(owner)];
    if (derived === undefined) {
      derived = make(this);
      this.#owners[this.#nextOwner] = owner;
      this.#derived[this.#nextOwner] = derived;
      this.#nextOwner = (this.#nextOwner + 1) % REMEMBERED;
    }
    this.#lastOwner = owner;
    this.#lastDerived = derived;
    return derived;
  }

  equals(other: Labels): boolean {
    return this === other || this.key === other.key;
  }

  /** The order Prometheus prints series in: name and value pairs one after the other, a shorter set before a longer. */
  compare(other: Labels): number {
    const shared = Math.min(this.size, other.size);
    for (let index = 0; index < shared; index++) {
      const order =
        compareText(this.#names[index] ?? '', other.#names[index] ?? '') ||
        compareText(this.#values[index] ?? '', other.#values[index] ?? '');
      if (order !== 0) return order;
    }
    return this.size - other.size;
  }

  toObject(): Record<string, string> {
    return Object.fromEntries(this);
  }

  *[Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    for (const [index, name] of this.#names.entries()) yield [name, this.#values[index] ?? ''];
  }

  #filter(accept: (name: string) => boolean): Labels {
    if (this.#names.every(accept)) return this;
    const kept = [...this].filter(([name]) => accept(name));
    if (kept.length === 0) return Labels.EMPTY;
    return new Labels(
      kept.map(([name]) => name),
      kept.map(([, value]) => value),
    );
  }
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
