import { Labels } from '@firedrill/timeseries';
import { DUPLICATE_SUFFIX, type ParserHints } from './parser-hints';

export const ERROR_LABEL = '__error__';
export const ERROR_DETAILS_LABEL = '__error_details__';
/** Loki's mark of a series whose error is wanted. */
export const PRESERVE_ERROR_LABEL = '__preserve_error__';

/** Where a label comes from; a parsed one wins over metadata, metadata over the stream. */
export type LabelOrigin = 'stream' | 'metadata' | 'parsed';

interface AddedLabel {
  readonly name: string;
  readonly value: string;
  readonly origin: LabelOrigin;
}

/** Which of the labels a result is to carry. */
export type LabelSelection =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'by' | 'without'; readonly labels: readonly string[] };

export interface LabelCategories {
  readonly stream: Labels;
  readonly structuredMetadata: Labels;
  readonly parsed: Labels;
}

/** How many label sets one stream remembers. */
const REMEMBERED = 5_000;

/** The labels of the line that is going through a pipeline. One object serves all lines of a stream in turn. */
export class LineLabels {
  readonly hints: ParserHints;
  readonly #base: Labels;
  readonly #known = new Map<string, Labels>();
  #added: AddedLabel[] = [];
  #deleted: string[] = [];
  #error = '';
  #errorDetails = '';
  timestampNs: () => bigint = () => 0n;

  constructor(base: Labels, hints: ParserHints) {
    this.#base = base;
    this.hints = hints;
  }

  /** Begins a new line. */
  reset(metadata: Labels | undefined): void {
    if (this.#added.length > 0) this.#added = [];
    if (this.#deleted.length > 0) this.#deleted = [];
    this.#error = '';
    this.#errorDetails = '';
    this.hints.reset();
    if (metadata === undefined) return;
    for (const [name, value] of metadata) this.set('metadata', this.unclashed(name), value);
  }

  get error(): string {
    return this.#error;
  }

  get errorDetails(): string {
    return this.#errorDetails;
  }

  fail(kind: string, details: string): void {
    this.#error = kind;
    this.#errorDetails = details;
  }

  /** A parser's error; it does not fail a metric query that asks for `__error__` by name. */
  failParsing(kind: string, details: string): void {
    this.fail(kind, details);
    if (this.hints.keepsErrors) this.set('parsed', PRESERVE_ERROR_LABEL, 'true');
  }

  clearError(): void {
    this.#error = '';
  }

  clearErrorDetails(): void {
    this.#errorDetails = '';
  }

  get(name: string): string | undefined {
    const added = this.#find(name);
    if (added !== undefined) return added.value;
    return this.#deleted.includes(name) || !this.#base.has(name) ? undefined : this.#base.get(name);
  }

  originOf(name: string): LabelOrigin | undefined {
    return this.#find(name)?.origin ?? (this.get(name) === undefined ? undefined : 'stream');
  }

  hasParsed(name: string): boolean {
    return this.#find(name)?.origin === 'parsed';
  }

  streamHas(name: string): boolean {
    return this.#base.has(name);
  }

  /** The name under which a parsed label is kept: that of a stream label gets a suffix. */
  unclashed(name: string): string {
    return this.#base.has(name) ? name + DUPLICATE_SUFFIX : name;
  }

  /** Sets a label unless one of a stronger origin has the name. */
  set(origin: LabelOrigin, name: string, value: string): void {
    const index = this.#added.findIndex((label) => label.name === name);
    const label: AddedLabel = { name, value, origin };
    if (index < 0) this.#added.push(label);
    else if (STRENGTH[origin] >= STRENGTH[this.#added[index]?.origin ?? 'stream']) this.#added[index] = label;
  }

  delete(name: string): void {
    const index = this.#added.findIndex((label) => label.name === name);
    if (index >= 0) this.#added.splice(index, 1);
    this.#deleted.push(name);
  }

  /** All labels but those of an error, in no order. */
  entries(): [name: string, value: string][] {
    const entries = this.#added.map(({ name, value }): [string, string] => [name, value]);
    for (const [name, value] of this.#base) {
      if (this.#find(name) === undefined && !this.#deleted.includes(name)) entries.push([name, value]);
    }
    return entries;
  }

  /** The label set of the result. A line with an error keeps all its labels, so that the error is not lost. */
  result(selection: LabelSelection): Labels {
    if (this.#error !== '') return this.#allWithError();
    switch (selection.kind) {
      case 'none':
        return Labels.EMPTY;
      case 'all':
        return this.#all();
      case 'by':
        return this.#by(selection.labels);
      case 'without':
        return this.#remember(JSON.stringify(this.#signature()), () => this.#all().drop(selection.labels));
    }
  }

  /** The labels by where they come from; those of an error count as parsed. */
  categories(): LabelCategories {
    const stream = this.#base.drop([...this.#deleted, ...this.#added.map(({ name }) => name)]);
    const parsed = this.#addedOf('parsed');
    if (this.#error !== '') parsed.push([ERROR_LABEL, this.#error]);
    if (this.#errorDetails !== '') parsed.push([ERROR_DETAILS_LABEL, this.#errorDetails]);
    const structuredMetadata = Labels.of(Object.fromEntries(this.#addedOf('metadata')));
    return { stream, structuredMetadata, parsed: Labels.of(Object.fromEntries(parsed)) };
  }

  #addedOf(wanted: LabelOrigin): [name: string, value: string][] {
    return this.#added.filter(({ origin }) => origin === wanted).map(({ name, value }) => [name, value]);
  }

  #find(name: string): AddedLabel | undefined {
    for (const label of this.#added) if (label.name === name) return label;
    return undefined;
  }

  #all(): Labels {
    if (this.#added.length === 0 && this.#deleted.length === 0) return this.#base;
    if (this.#errorDetails !== '') return this.#allWithError();
    return this.#remember(`all${JSON.stringify(this.#signature())}`, () =>
      Labels.of(Object.fromEntries(this.entries())),
    );
  }

  #allWithError(): Labels {
    const entries = this.entries();
    if (this.#error !== '') entries.push([ERROR_LABEL, this.#error]);
    if (this.#errorDetails !== '') entries.push([ERROR_DETAILS_LABEL, this.#errorDetails]);
    return Labels.of(Object.fromEntries(entries));
  }

  #by(names: readonly string[]): Labels {
    let key = '';
    const values = names.map((name) => {
      const value = this.get(name);
      key += value === undefined ? '-' : `${value.length}:${value}`;
      return value;
    });
    return this.#remember(key, () => {
      const present = names.map((name, index) => [name, values[index]] as const);
      return Labels.of(
        Object.fromEntries(present.filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
      );
    });
  }

  #signature(): readonly string[] {
    const signature = this.#added.flatMap(({ name, value }) => [name, value]);
    return this.#deleted.length === 0 ? signature : [...signature, '', ...this.#deleted];
  }

  #remember(key: string, make: () => Labels): Labels {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

const STRENGTH: Readonly<Record<LabelOrigin, number>> = { stream: 0, metadata: 1, parsed: 2 };
