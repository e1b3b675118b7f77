import type { Behaviour } from '../behaviour';
import type { InstanceResult } from '../expressions/results';
import type { AlertRule } from '../model';
import type { AlertInstance, InstanceState } from './instance';

/** What a transition reads of a rule. */
export type TransitionRule = Pick<
  AlertRule,
  'intervalMs' | 'forMs' | 'keepFiringForMs' | 'noDataState' | 'execErrState'
>;

export type ResultKind = InstanceResult['state'];

interface Step {
  readonly instance: Movement;
  readonly rule: TransitionRule;
  readonly nowMs: number;
  readonly behaviour: Behaviour;
}

type Change = Partial<Pick<AlertInstance, 'state' | 'startsAtMs' | 'endsAtMs'>>;

const RESEND_DELAY_MS = 30_000;

/** Until when an instance counts as firing without another evaluation: Grafana allows four of them to be missed. */
export function endsAt(nowMs: number, intervalMs: number): number {
  return nowMs + 4 * Math.max(intervalMs, RESEND_DELAY_MS);
}

/** What a result moves of an instance. */
export type Movement = Pick<
  AlertInstance,
  'state' | 'reason' | 'startsAtMs' | 'endsAtMs' | 'resolvedAtMs' | 'resolvedFrom'
>;

/** Moves one instance by the kind of its result: the new state, times and reason. */
export function transition(
  instance: Movement,
  kind: ResultKind,
  rule: TransitionRule,
  nowMs: number,
  behaviour: Behaviour,
): Movement {
  const change = applyResult(kind, { instance, rule, nowMs, behaviour });
  const state = change.state ?? instance.state;
  const wasFiring = instance.state === 'Alerting' || instance.state === 'Recovering';
  const isQuiet = state === 'Normal' || state === 'Pending';
  // resolvedAt is set where a firing instance becomes Normal, and cleared where anything but a quiet state begins.
  const resolves = state === 'Normal' && wasFiring;
  return {
    state,
    reason: reasonFor(state, kind, rule),
    startsAtMs: change.startsAtMs ?? instance.startsAtMs,
    endsAtMs: change.endsAtMs ?? instance.endsAtMs,
    resolvedAtMs: resolves ? nowMs : isQuiet ? instance.resolvedAtMs : undefined,
    resolvedFrom: resolves ? instance.state : isQuiet ? instance.resolvedFrom : undefined,
  };
}

function applyResult(kind: ResultKind, step: Step): Change {
  if (kind === 'Normal') return normal(step);
  if (kind === 'Alerting') return alerting(step);
  switch (optionFor(kind, step.rule)) {
    case 'Alerting':
      return alerting(step);
    case 'OK':
      return normal(step);
    case 'KeepLast':
      return keepLast(step);
    case 'NoData':
    case 'Error':
      return special(kind, step);
  }
}

function optionFor(
  kind: 'NoData' | 'Error',
  rule: TransitionRule,
): AlertRule['noDataState'] | AlertRule['execErrState'] {
  return kind === 'NoData' ? rule.noDataState : rule.execErrState;
}

function reasonFor(state: InstanceState, kind: ResultKind, rule: TransitionRule): string {
  if (state === kind || kind === 'Normal' || kind === 'Alerting') return '';
  return optionFor(kind, rule) === 'KeepLast' ? `${kind}, KeepLast` : kind;
}

function alerting({ instance, rule, nowMs }: Step): Change {
  const ends = endsAt(nowMs, rule.intervalMs);
  switch (instance.state) {
    case 'Alerting':
      return { endsAtMs: ends };
    case 'Pending':
      return nowMs - instance.startsAtMs >= rule.forMs ? { state: 'Alerting', startsAtMs: nowMs, endsAtMs: ends } : {};
    case 'Recovering':
      return { state: 'Alerting', startsAtMs: nowMs, endsAtMs: ends };
    case 'Normal':
    case 'NoData':
    case 'Error':
      return { state: rule.forMs > 0 ? 'Pending' : 'Alerting', startsAtMs: nowMs, endsAtMs: ends };
  }
}

function normal({ instance, rule, nowMs, behaviour }: Step): Change {
  const keepFiringForMs = behaviour.keepFiringFor ? rule.keepFiringForMs : 0;
  const resolved: Change = { state: 'Normal', startsAtMs: nowMs, endsAtMs: nowMs };
  switch (instance.state) {
    case 'Normal':
      return {};
    case 'Recovering':
      return nowMs - instance.startsAtMs >= keepFiringForMs ? resolved : { endsAtMs: endsAt(nowMs, rule.intervalMs) };
    case 'Alerting':
      return keepFiringForMs > 0
        ? { state: 'Recovering', startsAtMs: nowMs, endsAtMs: endsAt(nowMs, rule.intervalMs) }
        : resolved;
    case 'Pending':
    case 'NoData':
    case 'Error':
      return resolved;
  }
}

/** NoData and Error as states of their own, since 12.4 after a Pending of the rule's `for`. */
function special(kind: 'NoData' | 'Error', { instance, rule, nowMs, behaviour }: Step): Change {
  const ends = endsAt(nowMs, rule.intervalMs);
  if (instance.state === kind) return { endsAtMs: ends };
  if (behaviour.pendingForNoDataError) {
    const waited = nowMs - instance.startsAtMs >= rule.forMs;
    if (instance.state === 'Pending' && !waited) return { endsAtMs: ends };
    const waits = instance.state !== 'Pending' && instance.state !== 'Recovering' && rule.forMs > 0;
    if (waits) return { state: 'Pending', startsAtMs: nowMs, endsAtMs: ends };
  }
  return { state: kind, startsAtMs: nowMs, endsAtMs: ends };
}

function keepLast(step: Step): Change {
  const { instance, rule, nowMs } = step;
  if (instance.state === 'Alerting') return alerting(step);
  if (instance.state === 'Pending') return nowMs - instance.startsAtMs >= rule.forMs ? alerting(step) : {};
  return normal(step);
}
