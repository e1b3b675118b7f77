import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Document,
  type Node,
  type ScalarTag,
} from 'yaml';
import { ConfigNode, type NodeKind } from './config-node';
import type { Problem } from './problem';

/** Base64 text stands for the text it encodes. */
const BINARY: ScalarTag = { tag: 'tag:yaml.org,2002:binary', resolve: (encoded) => atob(encoded) };

/**
 * Reads the first document of a YAML (or JSON) text. Undefined for an empty document or one that does not parse; what
 * does not parse is reported in `problems`.
 */
export function readConfigFile(file: string, text: string | Uint8Array, problems: Problem[]): ConfigNode | undefined {
  try {
    return readDocument(file, decode(text), problems);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const { line, column, message } = error;
    problems.push({ severity: 'error', file, line, column, key: '', message, code: 'yaml-syntax' });
    return undefined;
  }
}

function readDocument(file: string, text: string, problems: Problem[]): ConfigNode | undefined {
  const lineCounter = new LineCounter();
  const document = firstDocument(text, lineCounter);
  if (document === undefined) return undefined;
  for (const error of document.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const message = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code;
    const code = error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax';
    problems.push({ severity: 'error', file, line, column: col, key: '', message, code });
  }
  if (document.errors.length > 0 || document.contents === null) return undefined;
  const placeOf = (node: Node) => {
    const { line, col } = lineCounter.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  };
  const toNode = (node: Node | null, path: string, owner: Node): ConfigNode => {
    const resolved = isAlias(node) ? (node.resolve(document) ?? null) : node;
    const kind = kindOf(resolved);
    return new ConfigNode({ file, path, at: node ?? owner, kind, node: resolved, problems, toNode, placeOf });
  };
  return toNode(document.contents, '', document.contents);
}

/** Reads no further than the first document: what follows may be broken, as Grafana's and Prometheus' decoders allow. */
function firstDocument(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  const composer = new Composer({ lineCounter, merge: true, uniqueKeys: true, customTags: [BINARY] });
  const tokens = new Parser(lineCounter.addNewLine).parse(text);
  const [document] = composer.compose(tokens) as Iterable<Document.Parsed>;
  return document;
}

/** What keeps a text from being YAML at all. */
class UnreadableText extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, textBefore = '') {
    super(message);
    const lines = textBefore.split('\n');
    this.line = lines.length;
    this.column = (lines.at(-1)?.length ?? 0) + 1;
  }
}

/** The text without its byte order mark. Throws UnreadableText. */
function decode(text: string | Uint8Array): string {
  const decoded = typeof text === 'string' ? text.replace(/^\uFEFF/, '') : decodeBytes(text);
  const control = /[^\t\n\r\x20-\x7E\x85\u00A0-\uFFFF]/u.exec(decoded.replace(/[\u{10000}-\u{10FFFF}]/gu, '  '));
  if (control === null) return decoded;
  throw new UnreadableText('control characters are not allowed', decoded.slice(0, control.index));
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableText('expected UTF-8 text, got other bytes');
  }
}

function kindOf(node: Node | null): NodeKind {
  if (isMap(node)) return 'map';
  if (isSeq(node)) return 'list';
  if (!isScalar(node) || node.value === null) return 'null';
  switch (typeof node.value) {
    case 'string':
      return 'string';
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'null';
  }
}
