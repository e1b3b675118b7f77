import { Labels } from '@firedrill/timeseries';
import type { Behaviour } from '../behaviour';
import type { InstanceResult } from '../expressions/results';
import type { AlertRule } from '../model';
import { NO_INSTANCES, type AlertInstance, type RuleState } from './instance';
import { alertsToSend, type SentAlert } from './sending';
import { endsAt, transition, type TransitionRule } from './transition';

/** A result with the labels and annotations that the rule's templates made for it. */
export interface LabelledResult {
  readonly result: InstanceResult;
  /** What the instance is known by; since 12.1 the same as its labels. */
  readonly identity: Labels;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the state machine reads of a rule. */
export type StateRule = TransitionRule & Pick<AlertRule, 'title' | 'missingSeriesEvalsToResolve'>;

/** What an evaluation did to one instance. */
export interface Transition {
  /** The key of the instance in the rule's state. */
  readonly key: string;
  readonly previous: Pick<AlertInstance, 'state' | 'reason'>;
  readonly instance: AlertInstance;
  /** The instance left the state: its series is missing, or the rule was reset. */
  readonly removed: boolean;
}

export interface StepOutcome {
  readonly state: RuleState;
  readonly transitions: readonly Transition[];
  /** What goes to the Alertmanager after this evaluation. */
  readonly sent: readonly SentAlert[];
}

type Annotations = AlertInstance['annotations'];

const DEFAULT_MISSING_EVALUATIONS = 2;

/**
 * One evaluation of a rule at a time: from the instances before and the results to the instances after, what happened
 * to each, and what is to be sent. Pure: the same arguments give the same outcome.
 */
export function step(
  rule: StateRule,
  before: RuleState,
  results: readonly LabelledResult[],
  nowMs: number,
  behaviour: Behaviour,
): StepOutcome {
  const instances = new Map(before.instances);
  const transitions: Transition[] = [];
  const wide = ruleWideResult(rule, before, results);
  if (wide !== undefined) moveAll(rule, instances, wide, nowMs, behaviour, transitions);
  else for (const result of results) applyOne(rule, instances, result, nowMs, behaviour, transitions);
  settleMissing(rule, instances, nowMs, behaviour, transitions);
  return { state: { instances }, transitions, sent: alertsToSend(rule, instances, transitions, nowMs) };
}

/** Drops all instances of a rule that was changed, paused or deleted; what fires is sent as resolved. */
export function resetRule(
  rule: Pick<StateRule, 'title'>,
  before: RuleState,
  reason: 'Updated' | 'Paused' | 'RuleDeleted',
  nowMs: number,
): StepOutcome {
  const transitions = [...before.instances].map(([key, instance]): Transition => {
    const fires = instance.state === 'Alerting' || instance.state === 'NoData' || instance.state === 'Error';
    const resolved = fires ? { resolvedAtMs: nowMs, resolvedFrom: instance.state } : {};
    const after: AlertInstance = { ...instance, ...resolved, state: 'Normal', reason, endsAtMs: nowMs };
    return { key, previous: instance, instance: after, removed: true };
  });
  return { state: NO_INSTANCES, transitions, sent: alertsToSend(rule, new Map(), transitions, nowMs) };
}

/** The result that moves every instance: all are NoData (or Error) and the rule has another answer to that than a state. */
function ruleWideResult(
  rule: StateRule,
  before: RuleState,
  results: readonly LabelledResult[],
): InstanceResult | undefined {
  if (before.instances.size === 0) return undefined;
  const all = (kind: InstanceResult['state']): boolean => results.every(({ result }) => result.state === kind);
  if (rule.noDataState !== 'NoData' && all('NoData')) {
    return results[0]?.result ?? { labels: Labels.EMPTY, state: 'NoData', captures: [] };
  }
  return rule.execErrState !== 'Error' && results.length > 0 && all('Error') ? results[0]?.result : undefined;
}

function moveAll(
  rule: StateRule,
  instances: Map<string, AlertInstance>,
  result: InstanceResult,
  nowMs: number,
  behaviour: Behaviour,
  transitions: Transition[],
): void {
  for (const [key, previous] of instances) {
    const annotations = { ...previous.annotations, ...resultAnnotations(result) };
    const instance = evaluated(previous, { ...previous, annotations }, result, rule, nowMs, behaviour);
    instances.set(key, instance);
    transitions.push({ key, previous, instance, removed: false });
  }
}

function applyOne(
  rule: StateRule,
  instances: Map<string, AlertInstance>,
  { result, identity, labels, annotations }: LabelledResult,
  nowMs: number,
  behaviour: Behaviour,
  transitions: Transition[],
): void {
  const { key } = identity;
  const previous = instances.get(key) ?? newInstance(labels, nowMs);
  const kept = keepAnnotations(previous.annotations, annotations);
  const shown = result.state === 'Error' ? { ...kept, ...resultAnnotations(result) } : kept;
  const description = { labels, annotations: shown, resultKey: result.labels.key };
  const instance = evaluated(previous, description, result, rule, nowMs, behaviour);
  instances.set(key, instance);
  transitions.push({ key, previous, instance, removed: false });
}

const KEPT_ANNOTATIONS = ['__dashboardUid__', '__panelId__', '__alertImageToken__'];

/** What leads to a panel or an image stays when the new annotations have nothing in its place. */
function keepAnnotations(before: Annotations, after: Annotations): Annotations {
  const kept = KEPT_ANNOTATIONS.filter((name) => before[name] !== undefined && after[name] === undefined);
  if (kept.length === 0) return after;
  return { ...after, ...Object.fromEntries(kept.map((name) => [name, before[name] ?? ''])) };
}

function newInstance(labels: Labels, nowMs: number): AlertInstance {
  return {
    labels,
    resultKey: '',
    annotations: {},
    state: 'Normal',
    reason: '',
    startsAtMs: nowMs,
    endsAtMs: nowMs,
    lastEvaluationMs: nowMs,
    resolvedAtMs: undefined,
    lastSentAtMs: undefined,
    resolvedFrom: undefined,
    captures: [],
    error: undefined,
  };
}

/** The instance after a result: every field written once, as a rule's cycle makes many of them. */
function evaluated(
  previous: AlertInstance,
  { labels, annotations, resultKey }: Pick<AlertInstance, 'labels' | 'annotations' | 'resultKey'>,
  result: InstanceResult,
  rule: StateRule,
  nowMs: number,
  behaviour: Behaviour,
): AlertInstance {
  const hasData = result.state === 'Normal' || result.state === 'Alerting' || result.captures.length > 0;
  const moved = transition(previous, result.state, rule, nowMs, behaviour);
  return {
    labels,
    resultKey,
    annotations,
    state: moved.state,
    reason: moved.reason,
    startsAtMs: moved.startsAtMs,
    endsAtMs: moved.endsAtMs,
    lastEvaluationMs: nowMs,
    resolvedAtMs: moved.resolvedAtMs,
    lastSentAtMs: previous.lastSentAtMs,
    resolvedFrom: moved.resolvedFrom,
    captures: hasData ? result.captures : previous.captures.map((capture) => ({ ...capture, value: -1 })),
    error: result.error?.message,
  };
}

/** The annotations that say where data are missing or what failed. */
function resultAnnotations(result: InstanceResult): Readonly<Record<string, string>> {
  if (result.state === 'NoData') return result.labels.keep(['datasource_uid', 'ref_id']).toObject();
  const { error } = result;
  if (error === undefined) return {};
  const place = error.query && { datasource_uid: error.query.datasourceUid, ref_id: error.query.refId };
  return { Error: error.message, ...place };
}

/** Instances without a result at this time wait for their series to come back, then leave. */
function settleMissing(
  rule: StateRule,
  instances: Map<string, AlertInstance>,
  nowMs: number,
  behaviour: Behaviour,
  transitions: Transition[],
): void {
  for (const [key, previous] of instances) {
    if (previous.lastEvaluationMs === nowMs) continue;
    const waitMs = missingEvaluations(rule, previous, behaviour) * rule.intervalMs;
    const stale = nowMs - previous.lastEvaluationMs >= waitMs;
    const instance = stale ? leave(previous, nowMs, behaviour) : wait(previous, rule, nowMs);
    if (stale) instances.delete(key);
    else instances.set(key, instance);
    transitions.push({ key, previous, instance, removed: stale });
  }
}

function missingEvaluations(rule: StateRule, instance: AlertInstance, behaviour: Behaviour): number {
  const special = instance.state === 'Error' || instance.state === 'NoData';
  const pendingSpecial = instance.state === 'Pending' && (instance.reason === 'Error' || instance.reason === 'NoData');
  if (behaviour.fastResolveErrorNoData && special) return 1;
  if (behaviour.pendingForNoDataError && pendingSpecial) return 1;
  const configured = behaviour.missingSeriesEvals ? rule.missingSeriesEvalsToResolve : undefined;
  return configured ?? DEFAULT_MISSING_EVALUATIONS;
}

function wait(instance: AlertInstance, rule: StateRule, nowMs: number): AlertInstance {
  return instance.state === 'Alerting' ? { ...instance, endsAtMs: endsAt(nowMs, rule.intervalMs) } : instance;
}

function leave(instance: AlertInstance, nowMs: number, behaviour: Behaviour): AlertInstance {
  const active = instance.state !== 'Normal' && instance.state !== 'Pending';
  const reported = behaviour.missingReportsResolved ? active : instance.state === 'Alerting';
  const resolved = reported ? { resolvedAtMs: nowMs, resolvedFrom: instance.state } : {};
  return {
    ...instance,
    ...resolved,
    state: 'Normal',
    reason: 'MissingSeries',
    endsAtMs: nowMs,
    lastEvaluationMs: nowMs,
  };
}
