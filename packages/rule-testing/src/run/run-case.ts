import {
  applyResults,
  behaviourOf,
  NEWEST_BEHAVIOUR,
  NO_INSTANCES,
  queryRule,
  type AlertRule,
  type Behaviour,
  type InstanceResult,
  type RuleState,
  type StepOutcome,
} from '@firedrill/grafana-alerting';
import type { RuleCase } from '../cases/case-file';
import type { Provisioning } from '../provisioning/load-provisioning';
import { createCaseDataSources, type CaseDataSources } from './case-data-sources';

/** One evaluation of a rule in a case, and what it left behind. */
export interface Evaluation extends StepOutcome {
  readonly atMs: number;
  readonly results: readonly InstanceResult[];
}

/** Grafana's address as annotations show it in a case. */
const EXTERNAL_URL = 'http://localhost:3000/';

/** How many evaluations a case has: those at whole multiples of the group's interval from its start to its end. */
export function evaluationTimes(rule: AlertRule, ruleCase: RuleCase): { firstMs: number; count: number } {
  const firstMs = Math.ceil(ruleCase.startMs / rule.intervalMs) * rule.intervalMs;
  return { firstMs, count: Math.max(0, Math.floor((endOf(ruleCase) - firstMs) / rule.intervalMs) + 1) };
}

/** What evaluating a rule in a case needs beside its state and the time. */
export function caseOptions(
  ruleCase: RuleCase,
  { dataSources: definitions }: Pick<Provisioning, 'dataSources'>,
  grafana: string | undefined,
): { readonly sources: CaseDataSources; readonly behaviour: Behaviour; readonly externalUrl: string } {
  const behaviour = (grafana === undefined ? undefined : behaviourOf(grafana)) ?? NEWEST_BEHAVIOUR;
  return { sources: createCaseDataSources(definitions, ruleCase.inputs), behaviour, externalUrl: EXTERNAL_URL };
}

/** Evaluates the rule of a case from its start to its end in virtual time, from an empty state. */
export async function runCase(
  rule: AlertRule,
  ruleCase: RuleCase,
  provisioning: Pick<Provisioning, 'dataSources'>,
  grafana: string | undefined,
): Promise<readonly Evaluation[]> {
  const { sources, ...rest } = caseOptions(ruleCase, provisioning, grafana);
  const options = { dataSources: sources.dataSources, ...rest };
  const { firstMs, count } = evaluationTimes(rule, ruleCase);
  const evaluations: Evaluation[] = [];
  let state: RuleState = NO_INSTANCES;
  for (let index = 0; index < count; index++) {
    const atMs = firstMs + index * rule.intervalMs;
    sources.nowMs = atMs;
    const results = await queryRule(rule, state, atMs, options);
    const outcome = applyResults(rule, state, results, atMs, options);
    evaluations.push({ ...outcome, atMs, results });
    state = outcome.state;
  }
  return evaluations;
}

/** The last input or expectation, unless the case says until when it runs. */
function endOf({ untilMs, inputs, expectations, startMs }: RuleCase): number {
  if (untilMs !== undefined) return untilMs;
  const times = [
    ...inputs.series.map(({ intervalMs, points }) => (points.length - 1) * intervalMs),
    ...inputs.streams.map(({ lines }) => lines.at(-1)?.atMs ?? 0),
    ...inputs.tables.map(({ atMs }) => atMs),
    ...inputs.failures.map(({ fromMs, untilMs: end }) => (end === Infinity ? fromMs : end)),
  ];
  const expected = expectations.map(({ atMs }) => atMs);
  return (expectations.length > 0 ? expected : times).reduce((latest, time) => Math.max(latest, time), startMs);
}
