import { Labels } from '@firedrill/timeseries';
import type { SentAlert } from '../state/sending';

/** An alert as the Alertmanager holds it: labels without empty ones. Times are Unix milliseconds. */
export interface Alert {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  /** Resolved from then on; in the future while it fires. */
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly fingerprint: string;
}

/** Labels that the scheduler keeps for itself. */
const NOT_SENT = ['__alert_rule_namespace_uid__'];

/** What arrives at the Alertmanager of what a rule sends. */
export function receivedAlert(sent: SentAlert, orgId: number, nowMs: number): Alert {
  const filled = Object.entries(sent.labels).filter(([name, value]) => value !== '' && !NOT_SENT.includes(name));
  const labels = Labels.of(Object.fromEntries(filled));
  const values = valuesText(sent.captures);
  const annotations = {
    ...Object.fromEntries(Object.entries(sent.annotations).filter(([, value]) => value !== '')),
    __orgId__: String(orgId),
    ...(sent.valueText !== '' && { __value_string__: sent.valueText }),
    ...(values !== undefined && { __values__: values }),
  };
  const { startsAtMs, endsAtMs } = sent;
  return { labels, annotations, startsAtMs, endsAtMs, updatedAtMs: nowMs, fingerprint: fingerprintOf(labels) };
}

export function isResolved({ endsAtMs }: Pick<Alert, 'endsAtMs'>, nowMs: number): boolean {
  return endsAtMs <= nowMs;
}

/** What becomes of an alert when an update comes: times that overlap are one alert from the earliest start on, as in the Alertmanager. */
export function updatedAlert(old: Alert | undefined, update: Alert, nowMs: number): Alert {
  if (old === undefined) return update;
  const endsWithin = update.endsAtMs > old.startsAtMs && update.endsAtMs < old.endsAtMs;
  const startsWithin = update.startsAtMs > old.startsAtMs && update.startsAtMs < old.endsAtMs;
  if (!endsWithin && !startsWithin) return update;
  const bothResolved = isResolved(update, nowMs) && isResolved(old, nowMs);
  return {
    ...update,
    startsAtMs: Math.min(old.startsAtMs, update.startsAtMs),
    endsAtMs: bothResolved ? Math.max(old.endsAtMs, update.endsAtMs) : update.endsAtMs,
  };
}

/** The order of alerts in a notification: by job, by instance, then fewer labels first, then by name and value. */
export function compareAlerts({ labels: left }: Alert, { labels: right }: Alert): number {
  for (const name of ['job', 'instance']) {
    if (left.has(name) !== right.has(name)) return left.has(name) ? -1 : 1;
    const order = compareText(left.get(name), right.get(name));
    if (order !== 0) return order;
  }
  if (left.size !== right.size) return left.size - right.size;
  for (const name of [...new Set([...left.names, ...right.names])].sort()) {
    if (left.has(name) !== right.has(name)) return left.has(name) ? 1 : -1;
    const order = compareText(left.get(name), right.get(name));
    if (order !== 0) return order;
  }
  return 0;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The values by refId as JSON; undefined when there are none, or one that JSON has no number for. */
function valuesText(captures: SentAlert['captures']): string | undefined {
  const numbers = captures.map(({ name, value }) => [name, value ?? Number.NaN] as const);
  if (numbers.length === 0 || numbers.some(([, value]) => !Number.isFinite(value))) return undefined;
  return JSON.stringify(Object.fromEntries(numbers.sort(([left], [right]) => compareText(left, right))));
}

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const encoder = new TextEncoder();

/** FNV-1a of the sorted labels, as Prometheus and the Alertmanager print fingerprints. */
function fingerprintOf(labels: Labels): string {
  let hash = OFFSET;
  for (const pair of labels) {
    for (const text of pair) {
      for (const byte of encoder.encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
      hash = BigInt.asUintN(64, (hash ^ 0xffn) * PRIME);
    }
  }
  return hash.toString(16).padStart(16, '0');
}
