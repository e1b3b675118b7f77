/** The labels of one series. */
export type Labels = Readonly<Record<string, string | number>>;

/** The series of one metric: a value for each combination of label values, in the order they first came. */
export class SeriesMap<Value> {
  readonly #labelNames: readonly string[];
  readonly #create: () => Value;
  readonly #series = new Map<string, { readonly labels: Labels; readonly value: Value }>();

  constructor(labelNames: readonly string[], create: () => Value) {
    this.#labelNames = labelNames;
    this.#create = create;
  }

  /** The value of a series, made when it is new. Throws for a label that is missing or not declared. */
  get(labels: Labels): Value {
    const key = this.#key(labels);
    const known = this.#series.get(key);
    if (known !== undefined) return known.value;
    this.#check(labels);
    const value = this.#create();
    this.#series.set(key, { labels: { ...labels }, value });
    return value;
  }

  entries(): readonly { readonly labels: Labels; readonly value: Value }[] {
    return [...this.#series.values()];
  }

  clear(): void {
    this.#series.clear();
  }

  // One string is cheaper to make and to look up than nested maps; the separator is in no label value that services use.
  #key(labels: Labels): string {
    let key = '';
    for (const name of this.#labelNames) key += `${labels[name] ?? ''}\u0000`;
    return key;
  }

  #check(labels: Labels): void {
    const unknown = Object.keys(labels).find((name) => !this.#labelNames.includes(name));
    if (unknown !== undefined) throw new Error(`the label "${unknown}" is not declared`);
    const missing = this.#labelNames.find((name) => labels[name] === undefined);
    if (missing !== undefined) throw new Error(`the label "${missing}" is missing`);
  }
}
