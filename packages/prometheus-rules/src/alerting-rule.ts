import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { alertTemplates } from './alert-template';
import type { EvaluatedRule, RuleEvaluation } from './evaluate-rule';
import type { AlertingRule } from './rule-group';
import { querySamples, type RuleSample } from './rule-query';

/** One alert of a rule. Times are Unix milliseconds; 'inactive' is one that fired and is resolved. */
export interface Alert {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing' | 'inactive';
  readonly value: number;
  readonly activeAtMs: number;
  readonly keepFiringSinceMs?: number;
  readonly resolvedAtMs?: number;
}

/** The alerts of a rule by the key of their labels. */
export type AlertingState = ReadonlyMap<string, Alert>;

/** A resolved alert is remembered this long, so that a receiver that missed the message gets it again. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/** More alerts than the group's limit: Prometheus then drops all alerts of the rule. */
export class TooManyAlerts extends QueryError {
  constructor(limit: number, count: number) {
    super('limit', `exceeded limit of ${limit} with ${count} alerts`);
  }
}

/** One step of an alerting rule: its alerts after it, and the samples of ALERTS and ALERTS_FOR_STATE. Throws QueryError. */
export function evaluateAlertingRule(
  rule: AlertingRule,
  before: AlertingState,
  evaluation: RuleEvaluation,
): EvaluatedRule<AlertingState> {
  const { atMs, limit, queryOffsetMs } = evaluation;
  const found = foundAlerts(rule, evaluation);
  const state = new Map<string, Alert>();
  for (const key of new Set([...before.keys(), ...found.keys()])) {
    const alert = nextAlert(rule, before.get(key), found.get(key), atMs);
    if (alert !== undefined) state.set(key, alert);
  }
  const active = [...state.values()].filter((alert) => alert.state !== 'inactive');
  if (limit > 0 && active.length > limit) throw new TooManyAlerts(limit, active.length);
  return { state, samples: active.flatMap((alert) => stateSamples(rule, alert, atMs - queryOffsetMs)) };
}

function foundAlerts(rule: AlertingRule, evaluation: RuleEvaluation): Map<string, Alert> {
  const { atMs, query, queryOffsetMs } = evaluation;
  const expand = alertTemplates({
    ...evaluation,
    query: (text) => querySamples(query, text, atMs - queryOffsetMs),
  });
  const found = new Map<string, Alert>();
  for (const sample of querySamples(query, rule.expr, atMs - queryOffsetMs)) {
    const alert = newAlert(rule, sample, (text) => expand(text, sample), atMs);
    if (found.has(alert.labels.key))
      throw new QueryError('execution', 'vector contains metrics with the same labelset after applying alert labels');
    found.set(alert.labels.key, alert);
  }
  return found;
}

function newAlert(
  rule: AlertingRule,
  { labels, value }: RuleSample,
  expand: (text: string) => string,
  atMs: number,
): Alert {
  const expanded = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, expand(text)]));
  const merged = withoutEmpty({ ...labels.toObject(), __name__: '', ...expanded(rule.labels), alertname: rule.name });
  return {
    labels: Labels.of(merged),
    annotations: withoutEmpty(expanded(rule.annotations)),
    state: 'pending',
    value,
    activeAtMs: atMs,
  };
}

function withoutEmpty(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

/** The alert after this step; undefined when nothing is left of it. */
function nextAlert(
  rule: AlertingRule,
  before: Alert | undefined,
  found: Alert | undefined,
  atMs: number,
): Alert | undefined {
  if (found === undefined) return before === undefined ? undefined : missing(rule, before, atMs);
  if (before === undefined || before.state === 'inactive') return held(rule, found, atMs);
  const { state, activeAtMs } = before;
  return held(rule, { ...found, state, activeAtMs }, atMs);
}

/** What becomes of an alert that the query does not give any more. */
function missing(rule: AlertingRule, alert: Alert, atMs: number): Alert | undefined {
  if (alert.state === 'pending') return undefined;
  if (alert.state === 'inactive')
    return atMs - (alert.resolvedAtMs ?? atMs) > RESOLVED_RETENTION_MS ? undefined : alert;
  const keepFiringSinceMs = alert.keepFiringSinceMs ?? atMs;
  if (atMs - keepFiringSinceMs < rule.keepFiringMs) return { ...alert, keepFiringSinceMs };
  return { ...alert, state: 'inactive', resolvedAtMs: atMs };
}

function held(rule: AlertingRule, alert: Alert, atMs: number): Alert {
  if (alert.state !== 'pending' || atMs - alert.activeAtMs < rule.holdMs) return alert;
  return { ...alert, state: 'firing' };
}

/** The two series that make the state of an alert visible to queries. */
function stateSamples(rule: AlertingRule, alert: Alert, timestampMs: number): EvaluatedRule<never>['samples'] {
  const labels = withoutEmpty({ ...rule.labels, ...alert.labels.toObject(), alertname: rule.name });
  const alerts = Labels.of({ ...labels, __name__: 'ALERTS', alertstate: alert.state });
  const forState = Labels.of({ ...labels, __name__: 'ALERTS_FOR_STATE' });
  return [
    { labels: alerts, timestampMs, value: 1 },
    { labels: forState, timestampMs, value: Math.floor(alert.activeAtMs / 1000) },
  ];
}
