import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { ConfigNode, type NodeKind } from './config-node';
import type { Problem } from './problem';

/**
 * Reads the first document of a YAML (or JSON) text. Undefined for an empty document or one that does not parse; what
 * does not parse is reported in `problems`.
 */
export function readConfigFile(file: string, text: string, problems: Problem[]): ConfigNode | undefined {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, merge: true, uniqueKeys: true });
  const document: Document.Parsed | undefined = Array.isArray(documents) ? documents[0] : undefined;
  if (document === undefined) return undefined;
  for (const error of document.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const message = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code;
    problems.push({ severity: 'error', file, line, column: col, key: '', message });
  }
  if (document.errors.length > 0 || document.contents === null) return undefined;
  const toNode = (node: Node | null, path: string, owner: Node): ConfigNode => {
    const resolved = isAlias(node) ? (node.resolve(document) ?? null) : node;
    const { line, col } = lineCounter.linePos((node ?? owner).range?.[0] ?? 0);
    return new ConfigNode({ file, path, line, column: col, kind: kindOf(resolved), node: resolved, problems, toNode });
  };
  return toNode(document.contents, '', document.contents);
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
