import type { ConfigNode } from '@firedrill/config-file';
import { parse, type Expr } from '@firedrill/promql';
import { describeQueryError } from '@firedrill/query-core';
import { templateProblem } from './alert-template';
import { checkLabels, durationAt, textAt, textsAt } from './rule-file-values';
import type { Rule } from './rule-group';

const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];
const ALERT_ONLY = ['for', 'keep_firing_for', 'annotations'];

/** Reads one rule of a group with these labels; undefined when there is no expression that can be evaluated. */
export function readRule(node: ConfigNode, groupLabels: Readonly<Record<string, string>>): Rule | undefined {
  if (!node.expect('map')) return undefined;
  node.expectKeys(RULE_KEYS);
  const record = textAt(node, 'record') ?? '';
  const alert = textAt(node, 'alert') ?? '';
  checkName(node, record, alert);
  const expr = readExpression(node);
  const own = textsAt(node, 'labels');
  checkLabels(node.get('labels'));
  const labels = { ...groupLabels, ...own };
  const annotations = textsAt(node, 'annotations');
  const holdMs = durationAt(node, 'for') ?? 0;
  const keepFiringMs = durationAt(node, 'keep_firing_for') ?? 0;
  if (record !== '') checkRecording(node, record, { for: holdMs, keep_firing_for: keepFiringMs, annotations });
  else checkAlerting(node);
  if (expr === undefined) return undefined;
  if (record !== '') return { kind: 'recording', name: record, expr, labels };
  return { kind: 'alerting', name: alert, expr, labels, annotations, holdMs, keepFiringMs };
}

function checkName(node: ConfigNode, record: string, alert: string): void {
  if (record !== '' && alert !== '') node.report('error', 'expected one of record and alert, got both');
  if (record === '' && alert === '') node.report('error', 'expected record or alert, got neither');
}

function readExpression(node: ConfigNode): Expr | undefined {
  const text = textAt(node, 'expr') ?? '';
  if (text === '') {
    node.report('error', 'expected an expression', { key: 'expr' });
    return undefined;
  }
  const parsed = parse(text);
  if (parsed.ok) return parsed.expr;
  node.get('expr')?.report('error', describeQueryError(text, parsed.error), { code: 'bad-query' });
  return undefined;
}

function checkRecording(
  node: ConfigNode,
  record: string,
  { annotations, ...durations }: { readonly annotations: object; readonly [duration: string]: number | object },
): void {
  if (/[{}]/.test(record))
    node.get('record')?.report('error', `expected the name of a metric, got ${JSON.stringify(record)}`, {
      hint: 'a selector belongs into expr',
    });
  for (const key of ALERT_ONLY) {
    const isSet = key === 'annotations' ? Object.keys(annotations).length > 0 : durations[key] !== 0;
    if (isSet) node.get(key)?.report('error', `${key} is for alerts; a recording rule has none`);
  }
}

function checkAlerting(node: ConfigNode): void {
  for (const section of ['labels', 'annotations']) {
    for (const [name, value] of node.get(section)?.entries() ?? []) {
      if (section === 'annotations' && name === '') value.report('error', 'expected a name for the annotation');
      const problem = templateProblem(value.source ?? '');
      if (problem !== undefined) value.report('error', problem, { code: 'bad-template' });
    }
  }
}
