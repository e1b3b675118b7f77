import type { ConfigNode } from '@firedrill/config-file';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { listOf, mapOf, text, textOf, textsOf, unsignedInteger, type Check } from './yaml-shape';

const ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;

export type RelabelAction = (typeof ACTIONS)[number];

/** One relabelling step, its defaults filled in. */
export interface RelabelRule {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** Anchored at both ends. */
  readonly regex: RE2JS;
  readonly modulus: bigint;
  readonly targetLabel: string;
  readonly replacement: string;
}

const NEEDS_TARGET: ReadonlySet<string> = new Set([
  'replace',
  'hashmod',
  'lowercase',
  'uppercase',
  'keepequal',
  'dropequal',
]);
const ONLY_REGEX: ReadonlySet<string> = new Set(['labeldrop', 'labelkeep']);
const ONLY_SOURCE_AND_TARGET: ReadonlySet<string> = new Set(['keepequal', 'dropequal']);
const LEGACY_TARGET = /^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$/;

const SHAPE = {
  source_labels: listOf(text),
  separator: text,
  regex: text,
  modulus: unsignedInteger,
  target_label: text,
  replacement: text,
  action: text,
};

/** Checks a list of relabelling steps; `what` names the list in the error about an empty step. */
export function relabelRules(what: string, legacyNames: boolean): Check {
  return listOf(
    mapOf(SHAPE, (rule) => checkRule(rule, legacyNames)),
    `empty or null ${what} relabeling rule`,
  );
}

/** Reads a list that `relabelRules` has found good. */
export function readRelabelRules(node: ConfigNode | undefined): RelabelRule[] {
  return (node?.items() ?? []).map((rule) => ({
    action: actionOf(rule) ?? 'replace',
    sourceLabels: textsOf(rule.get('source_labels')),
    separator: textOf(rule.get('separator')) ?? ';',
    regex: compileAnchored(textOf(rule.get('regex')) ?? '(.*)'),
    modulus: BigInt(textOf(rule.get('modulus')) ?? 0),
    targetLabel: textOf(rule.get('target_label')) ?? '',
    replacement: textOf(rule.get('replacement')) ?? '$1',
  }));
}

function compileAnchored(expression: string): RE2JS {
  return RE2JS.compile(`^(?s:${expression})$`);
}

function actionOf(rule: ConfigNode): RelabelAction | undefined {
  const word = (textOf(rule.get('action')) ?? 'replace').toLowerCase();
  return ACTIONS.find((action) => action === word);
}

function checkRule(rule: ConfigNode, legacyNames: boolean): void {
  checkRegex(rule.get('regex'));
  const action = actionOf(rule);
  if (action === undefined) {
    rule
      .get('action')
      ?.report('error', `expected one of ${ACTIONS.join(', ')}; got ${JSON.stringify(textOf(rule.get('action')))}`);
    return;
  }
  const target = textOf(rule.get('target_label')) ?? '';
  if (NEEDS_TARGET.has(action) && target === '') rule.report('error', `action ${action} needs target_label`);
  if (action === 'hashmod' && BigInt(wholeNumber(rule.get('modulus'))) === 0n)
    rule.report('error', 'action hashmod needs a modulus above 0');
  if (legacyNames) checkLegacyNames(rule, action, target);
  checkUnusedKeys(rule, action);
}

function wholeNumber(node: ConfigNode | undefined): string {
  const source = textOf(node) ?? '0';
  return /^\d+$/.test(source) ? source : '0';
}

function checkRegex(node: ConfigNode | undefined): void {
  const expression = textOf(node);
  if (node === undefined || expression === undefined) return;
  try {
    compileAnchored(expression);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    node.report('error', `expected an RE2 expression, got ${JSON.stringify(expression)}: ${error.message}`);
  }
}

function checkLegacyNames(rule: ConfigNode, action: RelabelAction, target: string): void {
  if (NEEDS_TARGET.has(action) && target !== '' && !LEGACY_TARGET.test(target)) {
    rule
      .get('target_label')
      ?.report('error', `expected a label name of letters, digits and _, got ${JSON.stringify(target)}`);
  }
  const replacement = rule.get('replacement');
  if (action === 'labelmap' && replacement !== undefined && !LEGACY_TARGET.test(textOf(replacement) ?? '')) {
    replacement.report(
      'error',
      `expected a label name of letters, digits and _, got ${JSON.stringify(textOf(replacement))}`,
    );
  }
}

/** Keys that the action does not read are refused where Prometheus refuses them: when they differ from the default. */
function checkUnusedKeys(rule: ConfigNode, action: RelabelAction): void {
  const refuse = (key: string, standard: string): void => {
    const node = rule.get(key);
    if (node !== undefined && (textOf(node) ?? standard) !== standard)
      node.report('error', `action ${action} does not use ${key}`);
  };
  if (action === 'lowercase' || action === 'uppercase') refuse('replacement', '$1');
  if (!ONLY_SOURCE_AND_TARGET.has(action) && !ONLY_REGEX.has(action)) return;
  refuse('separator', ';');
  refuse('modulus', '0');
  refuse('replacement', '$1');
  if (ONLY_SOURCE_AND_TARGET.has(action)) refuse('regex', '(.*)');
  if (ONLY_REGEX.has(action)) {
    refuse('target_label', '');
    if ((rule.get('source_labels')?.items().length ?? 0) > 0)
      rule.get('source_labels')?.report('error', `action ${action} does not use source_labels`);
  }
}
