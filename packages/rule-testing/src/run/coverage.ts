import type { AlertRule } from '@firedrill/grafana-alerting';
import type { RuleCase } from '../cases/case-file';
import type { Evaluation } from './run-case';
import type { FileResult } from './test-rules';

/** What the cases of a rule should show, in this order. */
export const SITUATIONS = ['fires', 'stays quiet', 'no data', 'source error', 'recovers'] as const;

export type Situation = (typeof SITUATIONS)[number];

/** Which situations a case that passed has shown: what was evaluated at the times at which it expects something. */
export function coverageOf(ruleCase: RuleCase, evaluations: readonly Evaluation[]): readonly Situation[] {
  const looked = ruleCase.expectations.flatMap(
    ({ atMs }) => evaluations.findLast((evaluation) => evaluation.atMs <= atMs) ?? [],
  );
  const shown = new Set<Situation>();
  if (ruleCase.staysQuiet) shown.add('stays quiet');
  let hasFired = false;
  for (const evaluation of looked) {
    const states = [...evaluation.state.instances.values()];
    const isFiring = states.some(({ state }) => state === 'Alerting');
    if (hasFired && states.every(({ state }) => state === 'Normal')) shown.add('recovers');
    else if (hasResult(evaluation, 'NoData')) shown.add('no data');
    else if (hasResult(evaluation, 'Error')) shown.add('source error');
    else if (isFiring) shown.add('fires');
    hasFired ||= isFiring;
  }
  if (ruleCase.staysQuiet && evaluations.length > 0) {
    if (evaluations.every((evaluation) => hasResult(evaluation, 'NoData'))) shown.add('no data');
    if (evaluations.every((evaluation) => hasResult(evaluation, 'Error'))) shown.add('source error');
  }
  return SITUATIONS.filter((situation) => shown.has(situation));
}

/** The situations of each rule that a passing case shows, in the order of the rules. */
export function coverage(
  rules: readonly AlertRule[],
  files: readonly FileResult[],
): readonly { readonly rule: AlertRule; readonly covered: readonly Situation[] }[] {
  return rules.map((rule) => {
    const cases = files.filter((result) => result.rule === rule).flatMap((result) => result.cases);
    const covered = SITUATIONS.filter((situation) => cases.some(({ covers }) => covers.includes(situation)));
    return { rule, covered };
  });
}

function hasResult({ results }: Evaluation, state: 'NoData' | 'Error'): boolean {
  return results.length > 0 && results.every((result) => result.state === state);
}
