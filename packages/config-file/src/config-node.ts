import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { nearestName } from './nearest-name';
import type { Problem, Severity } from './problem';

export type NodeKind = 'map' | 'list' | 'string' | 'number' | 'boolean' | 'null';

interface NodeParts {
  readonly file: string;
  readonly path: string;
  readonly kind: NodeKind;
  readonly node: Node | null;
  /** Where the value is written: an alias stands at its own place, an absent value at its key's. */
  readonly at: Node;
  readonly problems: Problem[];
  /** The value of a map's key or of a list's item; the place is the value's own, or the owner's when there is none. */
  readonly toNode: (node: Node | null, path: string, owner: Node) => ConfigNode;
  readonly placeOf: (node: Node) => Place;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What a report adds to its message; `key` names a key below the value, for one that is missing. */
export interface ReportDetails {
  readonly hint?: string | undefined;
  readonly code?: string;
  readonly key?: string;
}

const ARTICLES: Readonly<Record<NodeKind, string>> = {
  map: 'a map',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'nothing',
};

const NO_CHILDREN: ReadonlyMap<string, ConfigNode> = new Map();

/** A value of a configuration file with its place; what is wrong with it is reported there. */
export class ConfigNode {
  readonly file: string;
  /** The path of the key, such as `groups[0].rules[1].for`. */
  readonly path: string;
  readonly kind: NodeKind;
  readonly #parts: NodeParts;
  #entries: ReadonlyMap<string, ConfigNode> | undefined;

  constructor(parts: NodeParts) {
    this.file = parts.file;
    this.path = parts.path;
    this.kind = parts.kind;
    this.#parts = parts;
  }

  get line(): number {
    return this.#parts.placeOf(this.#parts.at).line;
  }

  get column(): number {
    return this.#parts.placeOf(this.#parts.at).column;
  }

  /** The scalar as it was written (`1_000`, `0x10`, `yes`), '' for null; undefined for maps and lists. */
  get source(): string | undefined {
    const { node } = this.#parts;
    if (node === null) return '';
    if (!isScalar(node)) return undefined;
    const { value, type, source } = node as Scalar<string | number | bigint | boolean | null>;
    if (value === null) return '';
    return type === 'PLAIN' ? (source ?? String(value)) : String(value);
  }

  /** Whether this is a scalar in quotes, in block style or tagged, so that it does not turn into a number by its looks. */
  get isQuoted(): boolean {
    const { node } = this.#parts;
    return isScalar(node) && (node.type !== 'PLAIN' || node.tag !== undefined);
  }

  /** The value as plain data, as YAML 1.2 reads it. */
  toData(): unknown {
    const { node } = this.#parts;
    if (isMap(node)) return Object.fromEntries(this.entries().map(([key, value]) => [key, value.toData()]));
    if (isSeq(node)) return this.items().map((item) => item.toData());
    return isScalar(node) ? node.value : null;
  }

  /** The value under a key of a map; undefined when the key is missing or this is no map. */
  get(key: string): ConfigNode | undefined {
    return this.#children().get(key);
  }

  /** The entries of a map in order, those of its merge keys (`<<`) last; none when this is no map. */
  entries(): (readonly [key: string, value: ConfigNode])[] {
    return [...this.#children()];
  }

  #children(): ReadonlyMap<string, ConfigNode> {
    return (this.#entries ??= this.#readChildren());
  }

  #readChildren(): ReadonlyMap<string, ConfigNode> {
    const { node, toNode } = this.#parts;
    if (!isMap(node)) return NO_CHILDREN;
    const entries = new Map<string, ConfigNode>();
    const merged: ConfigNode[] = [];
    for (const { key: keyNode, value } of (node as YAMLMap<Node, Node | null>).items) {
      const key = keyName(keyNode);
      const child = toNode(value, this.#pathOf(key), keyNode);
      if (key === '<<') merged.push(...(child.kind === 'list' ? child.items() : [child]));
      else entries.set(key, child);
    }
    for (const [key, value] of merged.flatMap((source) => source.entries())) {
      if (!entries.has(key)) entries.set(key, value);
    }
    return entries;
  }

  /** The keys of a map that are written without quotes: YAML 1.1 reads some of them (`n`, `12`) as no text. */
  plainKeys(): string[] {
    const { node } = this.#parts;
    if (!isMap(node)) return [];
    const keys = (node as YAMLMap<Node, Node | null>).items.map(({ key }) => key);
    return keys.filter((key) => isScalar(key) && key.type === 'PLAIN' && key.tag === undefined).map(sourceOfKey);
  }

  /** The items of a list in order; none when this is no list. */
  items(): ConfigNode[] {
    const { node, toNode } = this.#parts;
    if (!isSeq(node)) return [];
    return node.items.map((item, index) => toNode(item as Node | null, `${this.path}[${index}]`, node));
  }

  /** Reports a problem at the place of the value. */
  report(severity: Severity, message: string, { hint, code, key }: ReportDetails = {}): void {
    const { file, line, column } = this;
    const path = key === undefined ? this.path : this.#pathOf(key);
    const problem = { severity, file, line, column, key: path, message };
    this.#parts.problems.push({ ...problem, ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) });
  }

  /** Reports an error unless the value is of the kind; says what came. */
  expect(kind: NodeKind): this is ConfigNode {
    if (this.kind === kind) return true;
    const got = this.source === undefined || this.kind === 'null' ? ARTICLES[this.kind] : JSON.stringify(this.source);
    this.report('error', `expected ${ARTICLES[kind]}, got ${got}`, { code: 'wrong-type' });
    return false;
  }

  /** Reports each key of the map that is not among the known ones, at the key, with the nearest right name. */
  expectKeys(known: readonly string[], severity: Severity = 'error'): void {
    const { node, placeOf, problems } = this.#parts;
    if (!isMap(node)) return;
    for (const { key: keyNode } of (node as YAMLMap<Node, Node | null>).items) {
      const key = keyName(keyNode);
      if (known.includes(key) || key === '<<') continue;
      const nearest = nearestName(key, known);
      problems.push({
        severity,
        file: this.file,
        ...placeOf(keyNode),
        key: this.#pathOf(key),
        message: `unknown key ${JSON.stringify(key)}`,
        ...(nearest !== undefined && { hint: `did you mean ${JSON.stringify(nearest)}?` }),
        code: 'unknown-key',
      });
    }
  }

  #pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

/** A plain key as it was written. */
function sourceOfKey(key: Node): string {
  return (key as Scalar).source ?? keyName(key);
}

/** The text of a key; the value of a merge key is a symbol. */
function keyName(keyNode: Node): string {
  if (!isScalar(keyNode)) return String(keyNode);
  return typeof keyNode.value === 'symbol' ? '<<' : String(keyNode.value);
}
