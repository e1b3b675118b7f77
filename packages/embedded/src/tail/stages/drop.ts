import type { ConfigNode } from '@firedrill/config-file';
import { RE2JS } from 're2js';
import { parseByteSize } from '../../scrape/config/byte-size';
import { simpleStage, type PipelineEntry } from '../pipeline-entry';
import { checkRegex } from './checked-regex';
import { extractedText } from './extracted-text';
import { parseGoDuration } from './go-duration';
import { textIn, type StageType } from './stage-shape';

const CONDITIONS = ['source', 'expression', 'older_than', 'longer_than'];

/** `drop`: drops an entry for which all given conditions hold. */
export const drop: StageType = {
  check(node) {
    if (CONDITIONS.every((key) => node.get(key) === undefined))
      node.report('error', `drop needs at least one of ${CONDITIONS.join(', ')}`);
    if (node.get('expression') !== undefined) checkRegex(node, 'expression');
    const source = node.get('source');
    if (source !== undefined && source.kind !== 'list') source.expect('string');
    if (node.get('value') !== undefined && node.get('expression') !== undefined)
      node.report('error', 'only one of value and expression may be set');
    const olderThan = textIn(node, 'older_than');
    if (olderThan !== undefined && parseGoDuration(olderThan) === undefined)
      node.get('older_than')?.report('error', `expected a duration such as 24h, got ${JSON.stringify(olderThan)}`);
    const longerThan = textIn(node, 'longer_than');
    if (longerThan !== undefined && parseByteSize(longerThan.toUpperCase()) === undefined) {
      node.get('longer_than')?.report('error', `expected a size such as 8KB, got ${JSON.stringify(longerThan)}`);
    }
  },
  create(node, { now }) {
    const conditions = [sourceCondition(node), ageCondition(node, now), lengthCondition(node)].flatMap(
      (condition) => condition ?? [],
    );
    return simpleStage((entry) => !conditions.every((holds) => holds(entry)));
  },
};

type Condition = (entry: PipelineEntry) => boolean;

function sourceCondition(node: ConfigNode): Condition | undefined {
  const sources = sourcesOf(node.get('source'));
  const separator = textIn(node, 'separator') ?? ';';
  const value = textIn(node, 'value');
  const written = textIn(node, 'expression');
  const expression = written === undefined ? undefined : RE2JS.compile(written);
  if (sources.length === 0) return expression === undefined ? undefined : ({ line }) => expression.test(line);
  return ({ extracted }) => {
    if (!sources.every((name) => extracted.has(name))) return false;
    const text = sources.map((name) => extractedText(extracted.get(name)) ?? '').join(separator);
    return expression === undefined ? value === undefined || text === value : expression.test(text);
  };
}

function sourcesOf(node: ConfigNode | undefined): string[] {
  if (node?.kind === 'list') return node.items().map((item) => item.source ?? '');
  return node?.source === undefined || node.source === '' ? [] : [node.source];
}

function ageCondition(node: ConfigNode, now: () => number): Condition | undefined {
  const olderThanMs = parseGoDuration(textIn(node, 'older_than') ?? '');
  return olderThanMs === undefined
    ? undefined
    : ({ timestampNs }) => Number(timestampNs / 1_000_000n) < now() - olderThanMs;
}

function lengthCondition(node: ConfigNode): Condition | undefined {
  const longerThan = textIn(node, 'longer_than');
  const limit = longerThan === undefined ? undefined : parseByteSize(longerThan.toUpperCase());
  return limit === undefined ? undefined : ({ line }) => Buffer.byteLength(line) > limit;
}
