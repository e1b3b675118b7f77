import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { nearestName } from './nearest-name';
import type { Problem, Severity } from './problem';

export type NodeKind = 'map' | 'list' | 'string' | 'number' | 'boolean' | 'null';

interface NodeParts {
  readonly file: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly kind: NodeKind;
  readonly node: Node | null;
  readonly problems: Problem[];
  readonly toNode: (node: Node | null, path: string, owner: Node) => ConfigNode;
}

const ARTICLES: Readonly<Record<NodeKind, string>> = {
  map: 'a map',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'nothing',
};

/** A value of a configuration file with its place; what is wrong with it is reported there. */
export class ConfigNode {
  readonly file: string;
  /** The path of the key, such as `groups[0].rules[1].for`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly kind: NodeKind;
  readonly #parts: NodeParts;

  constructor(parts: NodeParts) {
    this.file = parts.file;
    this.path = parts.path;
    this.line = parts.line;
    this.column = parts.column;
    this.kind = parts.kind;
    this.#parts = parts;
  }

  /** The scalar as it was written (`1_000`, `0x10`, `yes`), '' for null; undefined for maps and lists. */
  get source(): string | undefined {
    const { node } = this.#parts;
    if (node === null) return '';
    if (!isScalar(node)) return undefined;
    if (node.value === null) return '';
    return node.type === 'PLAIN' ? (node.source ?? String(node.value)) : String(node.value);
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
    return this.entries().find(([name]) => name === key)?.[1];
  }

  /** The entries of a map in order; none when this is no map. */
  entries(): (readonly [key: string, value: ConfigNode])[] {
    const { node, toNode } = this.#parts;
    if (!isMap(node)) return [];
    return node.items.map((pair) => {
      const keyNode = pair.key as Node;
      const key = isScalar(keyNode) ? String(keyNode.value) : String(keyNode);
      const path = this.path === '' ? key : `${this.path}.${key}`;
      return [key, toNode(pair.value as Node | null, path, keyNode)] as const;
    });
  }

  /** The items of a list in order; none when this is no list. */
  items(): ConfigNode[] {
    const { node, toNode } = this.#parts;
    if (!isSeq(node)) return [];
    return node.items.map((item, index) => toNode(item as Node | null, `${this.path}[${index}]`, node));
  }

  report(severity: Severity, message: string, hint?: string): void {
    const { file, line, column, path } = this;
    this.#parts.problems.push({ severity, file, line, column, key: path, message, ...(hint !== undefined && { hint }) });
  }

  /** Reports an error unless the value is of the kind; says what came. */
  expect(kind: NodeKind): this is ConfigNode {
    if (this.kind === kind) return true;
    const got = this.source === undefined || this.kind === 'null' ? ARTICLES[this.kind] : JSON.stringify(this.source);
    this.report('error', `expected ${ARTICLES[kind]}, got ${got}`);
    return false;
  }

  /** Reports each key of the map that is not among the known ones, with the nearest right name. */
  expectKeys(known: readonly string[], severity: Severity = 'error'): void {
    for (const [key, value] of this.entries()) {
      if (known.includes(key)) continue;
      const nearest = nearestName(key, known);
      value.report(severity, `unknown key ${JSON.stringify(key)}`, nearest && `did you mean ${JSON.stringify(nearest)}?`);
    }
  }
}
