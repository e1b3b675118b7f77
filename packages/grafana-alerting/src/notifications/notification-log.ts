import { isResolved, type Alert } from './alert';

/** What was told last to one receiver about one group. */
export interface SavedLogEntry {
  readonly key: string;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly timeMs: number;
}

export interface SendingQuestion {
  readonly nowMs: number;
  readonly sendResolved: boolean;
  readonly repeatMs: number;
}

interface LogEntry {
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
  readonly timeMs: number;
}

/** How long Grafana remembers what it told. */
const RETENTION_MS = 5 * 24 * 60 * 60_000;

/** Which alerts every receiver was told about, so that nothing is told twice, across restarts too. */
export class NotificationLog {
  readonly #entries: Map<string, LogEntry>;

  constructor(saved: readonly SavedLogEntry[]) {
    this.#entries = new Map(
      saved.map(({ key, firing, resolved, timeMs }) => [
        key,
        { firing: new Set(firing), resolved: new Set(resolved), timeMs },
      ]),
    );
  }

  /** Whether something fires that was not told, something ended that was, or the time to repeat has come. */
  needsSending(key: string, alerts: readonly Alert[], { nowMs, sendResolved, repeatMs }: SendingQuestion): boolean {
    if (alerts.length === 0) return false;
    const { firing, resolved } = split(alerts, nowMs);
    const entry = this.#entries.get(key);
    if (entry === undefined) return firing.length > 0;
    if (firing.some((fingerprint) => !entry.firing.has(fingerprint))) return true;
    if (firing.length === 0) return entry.firing.size > 0;
    if (sendResolved && resolved.some((fingerprint) => !entry.resolved.has(fingerprint))) return true;
    return entry.timeMs < nowMs - repeatMs;
  }

  /** Notes what was told: the alerts as they stood at the flush. */
  note(key: string, alerts: readonly Alert[], flushMs: number, sentMs: number): void {
    const { firing, resolved } = split(alerts, flushMs);
    this.#entries.set(key, { firing: new Set(firing), resolved: new Set(resolved), timeMs: sentMs });
  }

  forget(nowMs: number): void {
    for (const [key, { timeMs }] of this.#entries) if (nowMs - timeMs > RETENTION_MS) this.#entries.delete(key);
  }

  save(): readonly SavedLogEntry[] {
    return [...this.#entries].map(([key, { firing, resolved, timeMs }]) => {
      return { key, firing: [...firing], resolved: [...resolved], timeMs };
    });
  }
}

function split(alerts: readonly Alert[], nowMs: number): { readonly firing: string[]; readonly resolved: string[] } {
  const ids = (wanted: boolean): string[] =>
    alerts.filter((alert) => isResolved(alert, nowMs) === wanted).map(({ fingerprint }) => fingerprint);
  return { firing: ids(false), resolved: ids(true) };
}
