import type { AlertInstance, RuleState } from './instance';
import type { StepOutcome, Transition } from './step';

/** An alert as it goes to the Alertmanager. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

const RESEND_DELAY_MS = 30_000;
const RESOLVED_RETENTION_MS = 15 * 60_000;

/**
 * Picks what is sent after an evaluation and notes the time of sending on those instances. Two results that fell on one
 * instance send it twice, as it is in the end.
 */
export function alertsToSend(
  rule: { readonly title: string },
  state: RuleState,
  transitions: readonly Transition[],
  nowMs: number,
): StepOutcome {
  const instances = new Map(state.instances);
  const sent: SentAlert[] = [];
  for (const { key, instance } of transitions) {
    const final = state.instances.get(key) ?? instance;
    if (!needsSending(final, nowMs)) continue;
    sent.push(toAlert(rule.title, final));
    if (instances.has(key)) instances.set(key, { ...final, lastSentAtMs: nowMs });
  }
  return { state: { instances }, transitions, sent };
}

function needsSending({ state, resolvedAtMs, lastSentAtMs }: AlertInstance, nowMs: number): boolean {
  if (state === 'Pending') return false;
  if (resolvedAtMs !== undefined && (lastSentAtMs === undefined || resolvedAtMs > lastSentAtMs)) return true;
  if (state === 'Normal' && (resolvedAtMs === undefined || nowMs - resolvedAtMs > RESOLVED_RETENTION_MS)) return false;
  return lastSentAtMs === undefined || nowMs - lastSentAtMs >= RESEND_DELAY_MS;
}

const SPECIAL_NAMES: Readonly<Partial<Record<AlertInstance['state'], string>>> = {
  NoData: 'DatasourceNoData',
  Error: 'DatasourceError',
};

/** NoData and Error are sent under names of their own, also when they end. */
function toAlert(title: string, instance: AlertInstance): SentAlert {
  const { state, resolvedFrom, annotations, startsAtMs, endsAtMs, reason } = instance;
  const special = SPECIAL_NAMES[state === 'Normal' ? (resolvedFrom ?? state) : state];
  const labels = instance.labels.toObject();
  const named = special === undefined ? labels : { ...labels, alertname: special, rulename: labels.alertname ?? title };
  const shown = reason === '' ? annotations : { ...annotations, grafana_state_reason: reason };
  return { labels: named, annotations: shown, startsAtMs, endsAtMs };
}
