import type { Labels } from '@firedrill/timeseries';
import { evaluateAlertingRule, type AlertingState } from './alerting-rule';
import { evaluateRecordingRule } from './recording-rule';
import type { Rule } from './rule-group';
import type { RuleQuery } from './rule-query';

/** What one evaluation of a rule is given. Times are Unix milliseconds. */
export interface RuleEvaluation {
  readonly atMs: number;
  readonly query: RuleQuery;
  /** Queries and samples lie this far before the evaluation. */
  readonly queryOffsetMs: number;
  /** The most alerts or series; 0 is no limit. */
  readonly limit: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Without a slash at the end. */
  readonly externalUrl: string;
}

export interface EvaluatedSample {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

export interface EvaluatedRule<State> {
  readonly state: State;
  readonly samples: readonly EvaluatedSample[];
}

export const NO_ALERTS: AlertingState = new Map();

/** Evaluates a rule once: what it stores, and the alerts after it (none for a recording rule). Throws QueryError. */
export function evaluateRule(
  rule: Rule,
  before: AlertingState,
  evaluation: RuleEvaluation,
): EvaluatedRule<AlertingState> {
  if (rule.kind === 'alerting') return evaluateAlertingRule(rule, before, evaluation);
  return { state: NO_ALERTS, samples: evaluateRecordingRule(rule, evaluation) };
}
