import { evaluationString, type Capture } from '../expressions/captures';
import type { AlertInstance } from './instance';
import type { Transition } from './step';

/** An alert as it goes to the Alertmanager. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The values of the last evaluation with data. */
  readonly captures: readonly Capture[];
  /** The evaluation string; empty for NoData and Error. */
  readonly valueText: string;
}

const RESEND_DELAY_MS = 30_000;
const RESOLVED_RETENTION_MS = 15 * 60_000;

/**
 * Picks what is sent after an evaluation and notes the time of sending on those of the instances. Two results that fell
 * on one instance send it twice, as it is in the end.
 */
export function alertsToSend(
  rule: { readonly title: string },
  instances: Map<string, AlertInstance>,
  transitions: readonly Transition[],
  nowMs: number,
): readonly SentAlert[] {
  const sent: SentAlert[] = [];
  const noted = new Map<string, AlertInstance>();
  for (const { key, instance } of transitions) {
    const final = instances.get(key) ?? instance;
    if (!needsSending(final, nowMs)) continue;
    sent.push(toAlert(rule.title, final));
    if (instances.has(key)) noted.set(key, { ...final, lastSentAtMs: nowMs });
  }
  for (const [key, instance] of noted) instances.set(key, instance);
  return sent;
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

/** Why a rule was reset is not told with its resolved alerts. */
const RESET_REASONS: ReadonlySet<string> = new Set(['Updated', 'Paused', 'RuleDeleted']);

/** NoData and Error are sent under names of their own, also when they end. */
function toAlert(title: string, instance: AlertInstance): SentAlert {
  const { state, resolvedFrom, annotations, startsAtMs, endsAtMs, reason } = instance;
  const special = SPECIAL_NAMES[state === 'Normal' ? (resolvedFrom ?? state) : state];
  const labels = instance.labels.toObject();
  const named = special === undefined ? labels : { ...labels, alertname: special, rulename: labels.alertname ?? title };
  const shown =
    reason === '' || RESET_REASONS.has(reason) ? annotations : { ...annotations, grafana_state_reason: reason };
  const { captures } = instance;
  const valueText = special !== undefined || /^(NoData|Error)/.test(reason) ? '' : evaluationString(captures);
  return { labels: named, annotations: shown, startsAtMs, endsAtMs, captures, valueText };
}
