import { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import { TooManyAlerts, type AlertingState } from './alerting-rule';
import { evaluateRule, NO_ALERTS, type RuleEvaluation } from './evaluate-rule';
import type { Rule, RuleGroup } from './rule-group';

/** Where the samples of rules go; a later rule of the group queries them. */
export interface SampleSink {
  append(labels: Labels, timestampMs: number, value: number): void;
  appendStale(labels: Labels, timestampMs: number): void;
}

/** What is known of a rule after its last evaluation. */
export interface RuleState {
  readonly rule: Rule;
  readonly health: 'unknown' | 'ok' | 'err';
  readonly error: QueryError | undefined;
  readonly alerts: AlertingState;
  /** The series of the last evaluation that did not fail, by their key. */
  readonly series: ReadonlyMap<string, Labels>;
  readonly evaluatedAtMs: number | undefined;
  readonly durationMs: number;
  /** How often it was evaluated, and how often that failed. */
  readonly evaluations: number;
  readonly failures: number;
}

export interface GroupState {
  readonly group: RuleGroup;
  readonly rules: readonly RuleState[];
  readonly evaluatedAtMs: number | undefined;
  readonly durationMs: number;
}

export interface GroupEvaluation extends Omit<RuleEvaluation, 'limit'> {
  readonly sink: SampleSink;
  /** Milliseconds of a clock, to measure how long an evaluation takes. */
  readonly clock: () => number;
}

export function newGroupState(group: RuleGroup): GroupState {
  const rules = group.rules.map((rule) => ({
    rule,
    health: 'unknown' as const,
    error: undefined,
    alerts: NO_ALERTS,
    series: new Map<string, Labels>(),
    evaluatedAtMs: undefined,
    durationMs: 0,
    evaluations: 0,
    failures: 0,
  }));
  return { group, rules, evaluatedAtMs: undefined, durationMs: 0 };
}

/** Evaluates the rules of a group in their order at one time, as Prometheus does, and answers the group's state after it. */
export function evaluateGroup(state: GroupState, evaluation: GroupEvaluation): GroupState {
  const { group } = state;
  const { atMs, clock } = evaluation;
  const startedMs = clock();
  const queryOffsetMs = group.queryOffsetMs ?? evaluation.queryOffsetMs;
  const rules = state.rules.map((rule) => step(rule, { ...evaluation, queryOffsetMs, limit: group.limit }));
  return { group, rules, evaluatedAtMs: atMs, durationMs: clock() - startedMs };
}

function step(before: RuleState, evaluation: GroupEvaluation & RuleEvaluation): RuleState {
  const { atMs, clock } = evaluation;
  const startedMs = clock();
  const evaluated = attempt(before, evaluation);
  const counts = {
    evaluations: before.evaluations + 1,
    failures: before.failures + (evaluated.health === 'err' ? 1 : 0),
  };
  return { ...before, ...evaluated, ...counts, evaluatedAtMs: atMs, durationMs: clock() - startedMs };
}

type Outcome = Pick<RuleState, 'health' | 'error' | 'alerts' | 'series'>;

function attempt({ rule, alerts, series }: RuleState, evaluation: GroupEvaluation & RuleEvaluation): Outcome {
  try {
    const { state, samples } = evaluateRule(rule, alerts, evaluation);
    const stored = new Map<string, Labels>();
    for (const { labels, timestampMs, value } of samples) {
      evaluation.sink.append(labels, timestampMs, value);
      stored.set(labels.key, labels);
    }
    for (const [key, labels] of series) {
      if (!stored.has(key)) evaluation.sink.appendStale(labels, evaluation.atMs - evaluation.queryOffsetMs);
    }
    return { health: 'ok', error: undefined, alerts: state, series: stored };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { health: 'err', error, alerts: error instanceof TooManyAlerts ? NO_ALERTS : alerts, series };
  }
}
