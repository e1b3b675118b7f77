import type { Labels } from '@firedrill/timeseries';
import { isResolved, type Alert } from './alert';
import type { PolicyNode } from './policy-tree';

/** The resolutions that a group is done with, by fingerprint: the rules go on sending them for a while. */
export interface SavedGroup {
  readonly id: string;
  readonly settled: readonly (readonly [fingerprint: string, endsAtMs: number])[];
}

/** How long a resolution may be sent again by its rule, with a margin. */
const SETTLED_MS = 60 * 60_000;

/** The alerts of one policy that share the labels it groups by. */
export class AlertGroup {
  readonly id: string;
  readonly node: PolicyNode;
  readonly labels: Labels;
  readonly #alerts = new Map<string, Alert>();
  readonly #settled: Map<string, number>;
  #nextFlushMs: number | undefined;
  #hasFlushed = false;
  #sending: { readonly timeMs: number; readonly resolved: readonly Alert[]; open: number; failed: boolean } | undefined;

  constructor(id: string, node: PolicyNode, labels: Labels, saved: SavedGroup | undefined) {
    this.id = id;
    this.node = node;
    this.labels = labels;
    this.#settled = new Map(saved?.settled);
  }

  /** What group keys look like in notifications. */
  get key(): string {
    const labels = [...this.labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${this.node.key}:{${labels.join(', ')}}`;
  }

  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  get isEmpty(): boolean {
    return this.#alerts.size === 0;
  }

  get nextFlushMs(): number {
    return this.#nextFlushMs ?? Number.POSITIVE_INFINITY;
  }

  /** Notifications of the last flush whose outcome is not known yet. */
  get isSending(): boolean {
    return this.#sending !== undefined;
  }

  /** A first alert makes the group wait; one that fires for longer than that does not. */
  insert(alert: Alert, nowMs: number): void {
    if (isResolved(alert, nowMs) && this.#settled.get(alert.fingerprint) === alert.endsAtMs) return;
    this.#alerts.set(alert.fingerprint, alert);
    this.#nextFlushMs ??= nowMs + this.node.groupWaitMs;
    if (!this.#hasFlushed && alert.startsAtMs + this.node.groupWaitMs < nowMs) this.#nextFlushMs = nowMs;
  }

  /** Begins a flush and answers the alerts of the group. */
  beginFlush(nowMs: number): Alert[] {
    const dueMs = this.nextFlushMs;
    const { groupIntervalMs } = this.node;
    // A flush that comes late (the machine slept) is not made up for.
    this.#nextFlushMs = dueMs + groupIntervalMs > nowMs ? dueMs + groupIntervalMs : nowMs + groupIntervalMs;
    this.#hasFlushed = true;
    return this.alerts.slice();
  }

  /** Resolved alerts leave when every notification of the flush was sent, at once when there was none to send. */
  awaitOutcomes(count: number, alerts: readonly Alert[], nowMs: number): void {
    const resolved = alerts.filter((alert) => isResolved(alert, nowMs));
    this.#sending = { timeMs: nowMs, resolved, open: count, failed: false };
    if (count === 0) this.#finish();
  }

  finishOne(isSent: boolean): void {
    const sending = this.#sending;
    if (sending === undefined) return;
    sending.open -= 1;
    sending.failed ||= !isSent;
    if (sending.open === 0) this.#finish();
  }

  save(): SavedGroup {
    return { id: this.id, settled: [...this.#settled] };
  }

  #finish(): void {
    const { resolved = [], failed = false, timeMs = 0 } = this.#sending ?? {};
    this.#sending = undefined;
    if (failed) return;
    for (const { fingerprint, endsAtMs, updatedAtMs } of resolved) {
      this.#settled.set(fingerprint, endsAtMs);
      if (this.#alerts.get(fingerprint)?.updatedAtMs === updatedAtMs) this.#alerts.delete(fingerprint);
    }
    for (const [fingerprint, endsAtMs] of this.#settled) {
      if (timeMs - endsAtMs > SETTLED_MS) this.#settled.delete(fingerprint);
    }
  }
}
