import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { checkLabels, durationAt, textAt, textsAt } from './rule-file-values';
import { readRule } from './read-rule';
import type { RuleGroup } from './rule-group';

const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'];

/**
 * Reads a file of recording and alerting rules. What Prometheus refuses is an error in `problems`; undefined when there
 * is one.
 */
export function loadRuleFile(
  file: string,
  source: string | Uint8Array,
  problems: Problem[],
): readonly RuleGroup[] | undefined {
  const before = problems.length;
  const root = readConfigFile(file, source, problems);
  const groups = root === undefined || root.kind === 'null' ? [] : readGroups(root, file);
  return problems.slice(before).some(({ severity }) => severity === 'error') ? undefined : groups;
}

function readGroups(root: ConfigNode, file: string): RuleGroup[] {
  if (!root.expect('map')) return [];
  root.expectKeys(['groups']);
  const list = root.get('groups');
  if (list === undefined || list.kind === 'null' || !list.expect('list')) return [];
  const names = new Set<string>();
  return list.items().flatMap((node) => {
    if (node.kind !== 'null' && !node.expect('map')) return [];
    const group = readGroup(node, file);
    if (group.name === '') node.report('error', 'expected a name for the group');
    else if (names.has(group.name))
      node.report('error', `two groups of this file are named ${JSON.stringify(group.name)}`);
    names.add(group.name);
    return [group];
  });
}

function readGroup(node: ConfigNode, file: string): RuleGroup {
  node.expectKeys(GROUP_KEYS);
  const labels = textsAt(node, 'labels');
  checkLabels(node.get('labels'));
  return {
    file,
    name: textAt(node, 'name') ?? '',
    intervalMs: positive(durationAt(node, 'interval')),
    queryOffsetMs: durationAt(node, 'query_offset'),
    limit: readLimit(node.get('limit')),
    rules: readRules(node.get('rules'), labels),
  };
}

function readRules(list: ConfigNode | undefined, labels: Readonly<Record<string, string>>): RuleGroup['rules'] {
  if (list === undefined || list.kind === 'null' || !list.expect('list')) return [];
  return list.items().flatMap((node) => {
    const rule = readRule(node, labels);
    return rule === undefined ? [] : [rule];
  });
}

function readLimit(node: ConfigNode | undefined): number {
  if (node === undefined || node.kind === 'null' || !node.expect('number')) return 0;
  const limit = Number(node.source?.replaceAll('_', ''));
  if (Number.isFinite(limit)) return Math.trunc(limit);
  node.report('error', `expected a whole number, got ${String(node.source)}`);
  return 0;
}

/** Prometheus takes an interval of zero for none. */
function positive(milliseconds: number | undefined): number | undefined {
  return milliseconds === 0 ? undefined : milliseconds;
}
