import type { ConfigNode } from '@firedrill/config-file';
import { search } from 'jmespath';
import { booleanOf } from '../../scrape/config/yaml-shape';
import { simpleStage, type PipelineEntry } from '../pipeline-entry';
import { readJsonFields } from './json-fields';
import { checkSource, checkText, checkTextMap, namePairs, textIn, type StageType } from './stage-shape';

const SIMPLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Any other error is about the empty object that an expression is tried on. */
const SYNTAX_ERRORS: ReadonlySet<string> = new Set(['LexerError', 'ParserError']);

/** `json`: takes values out of a JSON object by JMESPath; a line that is no object passes unless drop_malformed. */
export const json: StageType = {
  check(node) {
    checkTextMap(node.get('expressions'));
    checkSource(node);
    if ((node.get('expressions')?.entries().length ?? 0) === 0) node.report('error', 'json needs expressions');
    for (const [name, value] of node.get('expressions')?.entries() ?? []) checkExpression(name, value);
  },
  create(node) {
    const readers = namePairs(node.get('expressions')).map(([name, expression]) => ({
      name,
      read: readerOf(expression),
    }));
    const source = textIn(node, 'source');
    const dropMalformed = booleanOf(node.get('drop_malformed')) ?? false;
    const fields = fieldNames(node);
    return simpleStage((entry) => {
      const text = sourceOf(entry, source);
      const plain = fields === undefined || typeof text !== 'string' ? undefined : readJsonFields(text, fields);
      if (plain !== undefined) {
        readers.forEach(({ name }, index) => entry.extracted.set(name, plain[index] ?? null));
        return true;
      }
      const data = parseObject(text);
      if (data === undefined) return !dropMalformed;
      for (const { name, read } of readers) {
        const value = read(data);
        // What is missing is taken out as null, as Promtail does: `drop` finds it there.
        entry.extracted.set(
          name,
          typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null),
        );
      }
      return true;
    });
  },
};

function checkExpression(name: string, node: ConfigNode): void {
  const expression = checkText(node) ?? '';
  if (expression === '' && SIMPLE_NAME.test(name)) return;
  try {
    search({}, expression === '' ? name : expression);
  } catch (error) {
    if (!SYNTAX_ERRORS.has((error as Error).name)) return;
    node.report(
      'error',
      `expected a JMESPath expression, got ${JSON.stringify(expression)}: ${(error as Error).message}`,
    );
  }
}

/** The fields that the expressions name; undefined when one of them is more than the name of a field. */
function fieldNames(node: ConfigNode): readonly string[] | undefined {
  const names = namePairs(node.get('expressions')).map(([, expression]) => expression);
  return names.every((name) => SIMPLE_NAME.test(name)) ? names : undefined;
}

function readerOf(expression: string): (data: Readonly<Record<string, unknown>>) => unknown {
  if (SIMPLE_NAME.test(expression)) return (data) => (Object.hasOwn(data, expression) ? data[expression] : undefined);
  return (data) => {
    try {
      return search(data, expression) as unknown;
    } catch {
      // A function that does not fit the value: Promtail leaves the name out, too.
      return undefined;
    }
  };
}

function sourceOf(entry: PipelineEntry, source: string | undefined): unknown {
  return source === undefined ? entry.line : entry.extracted.get(source);
}

function parseObject(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== 'string' || !/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
