/** The suffix of a parsed label whose name a stream label has. */
export const DUPLICATE_SUFFIX = '_extracted';

/** What a query needs of a line's labels, so that parsers read no further than that, as Loki's do. */
export interface LabelNeeds {
  /** The only labels that matter; undefined when all do. */
  readonly required: readonly string[] | undefined;
  /** No label matters: parsers do not run at all. */
  readonly nothing: boolean;
}

export const ALL_LABELS: LabelNeeds = { required: undefined, nothing: false };

/** Follows the needs of a query through one line. */
export class ParserHints {
  readonly #required: readonly string[] | undefined;
  readonly #nothing: boolean;
  /** Lines with an error may be counted: the query asks for `__error__` by name. */
  readonly keepsErrors: boolean;
  readonly #extracted = new Set<string>();

  constructor({ required, nothing }: LabelNeeds) {
    this.#required = required?.flatMap((name) =>
      name.endsWith(DUPLICATE_SUFFIX) ? [name, name.slice(0, -DUPLICATE_SUFFIX.length)] : [name],
    );
    this.#nothing = nothing;
    this.keepsErrors = required?.includes('__error__') ?? false;
  }

  reset(): void {
    if (this.#required !== undefined) this.#extracted.clear();
  }

  /** Whether parsers may be left out for the rest of the line. */
  get satisfied(): boolean {
    return this.#nothing || (this.#required !== undefined && this.#required.every((name) => this.#extracted.has(name)));
  }

  wants(name: string): boolean {
    return this.#required === undefined || (this.#required.includes(name) && !this.#extracted.has(name));
  }

  wantsBelow(prefix: string): boolean {
    return this.#required === undefined || this.#required.some((name) => name.startsWith(prefix));
  }

  record(name: string): void {
    if (this.#required !== undefined) this.#extracted.add(name);
  }
}
