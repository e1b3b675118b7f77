import type { Matcher } from '@firedrill/timeseries';
import { keptLabels } from './kept-labels';
import type { LintRule } from './lint-folder';

/** Labels that alerts about missing data and errors have whatever the rule says. */
const OF_STATES = ['alertname', 'datasource_uid', 'ref_id', 'rulename'];

/** Whether an alert of a rule may have a label that the matcher takes; true when only the data can tell. */
export function mayMatch(
  { name, operator, value }: Pick<Matcher, 'name' | 'operator' | 'value'>,
  rule: LintRule,
): boolean {
  const label = labelOf(name, rule);
  if (label === undefined) return true;
  const isNegative = operator.startsWith('!');
  return isNegative !== (operator.endsWith('~') ? matchesWhole(label, value) : label === value);
}

/** The value that a label always has, '' when it never is there; undefined when that is not known. */
function labelOf(name: string, { rule, queries }: LintRule): string | undefined {
  if (rule === undefined || OF_STATES.includes(name) || name.startsWith('__')) return undefined;
  if (name === 'grafana_folder') return rule.folder;
  const written = rule.labels[name];
  if (written !== undefined) return /[{$]/.test(written) ? undefined : written;
  const answers = queries.filter(({ expression }) => expression === undefined).map(keptLabels);
  return answers.length > 0 && answers.every((kept) => kept !== undefined && !kept.has(name)) ? '' : undefined;
}

/** An expression that JavaScript does not know may match. */
function matchesWhole(label: string, expression: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(label);
  } catch {
    return true;
  }
}
