/**
 * A value as Go's templates see it. A `bigint` is Go's int, a `number` its float64: they do not compare with each other.
 * `undefined` is the absence of a value (printed `<no value>`), `null` a nil interface (printed `<nil>`).
 */
export type GoValue = string | boolean | number | bigint | null | undefined | readonly GoValue[] | GoMap | GoStruct;

/** A Go map with string keys. */
export class GoMap {
  readonly entries: ReadonlyMap<string, GoValue>;
  /** Go's name of the elements' type, and what `index` answers for a missing key. */
  readonly elementType: string;
  readonly elementZero: GoValue;
  readonly #text: (() => string) | undefined;

  constructor(
    entries: Iterable<readonly [string, GoValue]>,
    element: { readonly type: string; readonly zero: GoValue } = { type: 'interface {}', zero: null },
    text?: () => string,
  ) {
    this.entries = new Map(entries);
    this.elementType = element.type;
    this.elementZero = element.zero;
    this.#text = text;
  }

  /** Go's `map[string]string`. */
  static ofStrings(record: Readonly<Record<string, string>>, text?: () => string): GoMap {
    return new GoMap(Object.entries(record), { type: 'string', zero: '' }, text);
  }

  /** The entries in the order of their keys, in which Go prints maps and ranges over them. */
  get sorted(): readonly (readonly [string, GoValue])[] {
    return [...this.entries].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  /** The text of `{{ . }}` when it is not `map[key:value]`; an empty map has none. */
  get text(): string | undefined {
    return this.entries.size === 0 ? undefined : this.#text?.();
  }
}

/** A Go struct: its exported fields, and its `String()` when it has one. */
export class GoStruct {
  readonly typeName: string;
  readonly fields: Readonly<Record<string, GoValue>>;
  readonly #text: string | (() => string) | undefined;

  constructor(typeName: string, fields: Readonly<Record<string, GoValue>>, text?: string | (() => string)) {
    this.typeName = typeName;
    this.fields = fields;
    this.#text = text;
  }

  /** What `String()` gives; undefined when the type has no such method. */
  get text(): string | undefined {
    return typeof this.#text === 'function' ? this.#text() : this.#text;
  }
}

/** Go's name of a value's type, as its error texts and `%T` give it. */
export function goTypeName(value: GoValue): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoMap) return `map[string]${value.elementType}`;
  return value instanceof GoStruct ? value.typeName : '[]interface {}';
}

/** Whether `if` takes the value for true: neither zero, empty nor nil. */
export function isTrue(value: GoValue): boolean {
  if (value instanceof GoMap) return value.entries.size > 0;
  if (value instanceof GoStruct) return true;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'object' && value !== null) return value.length > 0;
  return Boolean(value);
}

/** Go methods of a value by name; their arguments come unchecked. Throw a QueryError to fail the template. */
export type GoMethods = Readonly<Record<string, (...args: readonly GoValue[]) => GoValue>>;

const METHODS = new WeakMap<object, GoMethods>();

/** Gives a value methods, as a Go type has: templates find them before keys and fields. */
export function withMethods<Value extends GoMap | GoStruct | readonly GoValue[]>(
  value: Value,
  methods: GoMethods,
): Value {
  METHODS.set(value, methods);
  return value;
}

/** The method of that name; undefined when the value has none. */
export function methodOf(value: GoValue, name: string): GoMethods[string] | undefined {
  const methods = typeof value === 'object' && value !== null ? METHODS.get(value) : undefined;
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}
