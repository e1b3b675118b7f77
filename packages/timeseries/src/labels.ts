/**
 * An immutable label set, sorted by name. Two sets are equal exactly when their keys are equal.
 * A label with an empty value is kept: LogQL tells it from a missing one; PromQL drops it before it gets here.
 */
export class Labels implements Iterable<readonly [name: string, value: string]> {
  static readonly EMPTY = new Labels([], []);

  readonly #names: readonly string[];
  readonly #values: readonly string[];
  #key: string | undefined;

  private constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
  }

  static of(record: Readonly<Record<string, string>>): Labels {
    const names = Object.keys(record).sort();
    return names.length === 0 ? Labels.EMPTY : new Labels(names, names.map((name) => record[name] ?? ''));
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

  equals(other: Labels): boolean {
    return this === other || this.key === other.key;
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
    return kept.length === 0 ? Labels.EMPTY : new Labels(kept.map(([name]) => name), kept.map(([, value]) => value));
  }
}
