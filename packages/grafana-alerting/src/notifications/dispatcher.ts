import type { Labels } from '@firedrill/timeseries';
import type { ContactPoint, MuteTime, Receiver } from '../provisioning/notification-model';
import { compareAlerts, isResolved, updatedAlert, type Alert } from './alert';
import { AlertGroup, type SavedGroup } from './alert-group';
import { NotificationLog, type SavedLogEntry } from './notification-log';
import { groupLabelsOf, policiesOf, type PolicyNode } from './policy-tree';
import { isInMuteTime } from './time-intervals';

export interface DispatcherOptions {
  readonly policy: PolicyNode;
  readonly contactPoints: readonly ContactPoint[];
  readonly muteTimes: readonly MuteTime[];
  /** When the process started: every 30 s from then on, groups that are empty go. */
  readonly startedMs: number;
  readonly isSilenced: (labels: Labels, nowMs: number) => boolean;
  /** What an earlier run left: nothing in it is sent again. */
  readonly saved?: SavedDispatcher;
}

/** What a restart keeps. Alerts are not in it: the rules send them again. */
export interface SavedDispatcher {
  readonly log: readonly SavedLogEntry[];
  readonly groups: readonly SavedGroup[];
}

/** One message to one receiver of a contact point; tell the outcome with `settle`. */
export interface Notification {
  readonly group: AlertGroup;
  readonly contactPoint: string;
  readonly receiver: Receiver;
  readonly receiverIndex: number;
  /** In the order of sending; resolved ones are left out where the receiver wants none. */
  readonly alerts: readonly Alert[];
  /** All alerts that the message speaks for. */
  readonly covered: readonly Alert[];
  readonly timeMs: number;
}

const MAINTENANCE_MS = 30_000;
/** How long an alert that was resolved may still be merged with an update. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/**
 * The Alertmanager in Grafana: groups alerts by policy, waits, suppresses, and says what is to be sent. It holds no
 * clock: call `flush` when `nextFlushMs` has come, send what it answers, and `settle` each with its outcome.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #alerts = new Map<string, Alert>();
  readonly #groups = new Map<string, AlertGroup>();
  readonly #settled: Map<string, SavedGroup>;
  readonly #log: NotificationLog;
  #nextMaintenanceMs: number;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#nextMaintenanceMs = options.startedMs + MAINTENANCE_MS;
    this.#log = new NotificationLog(options.saved?.log ?? []);
    this.#settled = new Map((options.saved?.groups ?? []).map((group) => [group.id, group]));
  }

  /** Takes alerts as a rule sends them. */
  receive(alerts: readonly Alert[], nowMs: number): void {
    this.#maintain(nowMs);
    for (const update of alerts) {
      const alert = updatedAlert(this.#alerts.get(update.fingerprint), update, nowMs);
      this.#alerts.set(alert.fingerprint, alert);
      for (const node of policiesOf(this.#options.policy, alert.labels))
        this.#groupFor(node, alert).insert(alert, nowMs);
    }
  }

  /** When the next group is due; undefined while there is none. */
  get nextFlushMs(): number | undefined {
    const times = [...this.#groups.values()]
      .filter(({ isSending }) => !isSending)
      .map(({ nextFlushMs }) => nextFlushMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The notifications of the groups that are due; a group that is still sending waits. */
  flush(nowMs: number): readonly Notification[] {
    this.#maintain(nowMs);
    const due = [...this.#groups.values()].filter((group) => !group.isSending && group.nextFlushMs <= nowMs);
    due.sort((left, right) => left.nextFlushMs - right.nextFlushMs);
    return due.flatMap((group) => this.#flushGroup(group, nowMs));
  }

  /** Notes how a notification went; what failed is tried again when its group is due next, as in Grafana. */
  settle({ group, receiverIndex, covered, timeMs }: Notification, outcome: 'sent' | 'failed', nowMs: number): void {
    if (outcome === 'sent') this.#log.note(logKey(group, receiverIndex), covered, timeMs, nowMs);
    group.finishOne(outcome === 'sent');
  }

  /** The alerts that have not ended. */
  alerts(nowMs: number): readonly Alert[] {
    return [...this.#alerts.values()].filter((alert) => !isResolved(alert, nowMs));
  }

  groups(): readonly AlertGroup[] {
    return [...this.#groups.values()];
  }

  save(): SavedDispatcher {
    const groups = [...this.#groups.values()].map((group) => group.save()).filter(({ settled }) => settled.length > 0);
    return { log: this.#log.save(), groups };
  }

  #groupFor(node: PolicyNode, { labels }: Alert): AlertGroup {
    const groupLabels = groupLabelsOf(node, labels);
    const id = `${node.id}:${groupLabels.key}`;
    let group = this.#groups.get(id);
    if (group === undefined)
      this.#groups.set(id, (group = new AlertGroup(id, node, groupLabels, this.#settled.get(id))));
    return group;
  }

  #flushGroup(group: AlertGroup, nowMs: number): readonly Notification[] {
    const alerts = group.beginFlush(nowMs).sort(compareAlerts);
    const loud = this.#isMuted(group.node, nowMs)
      ? []
      : alerts.filter(({ labels }) => !this.#options.isSilenced(labels, nowMs));
    const contactPoint = this.#options.contactPoints.find(({ name }) => name === group.node.receiver);
    const notifications = (contactPoint?.receivers ?? []).flatMap((receiver, receiverIndex): Notification[] => {
      const sendResolved = !receiver.disableResolveMessage;
      const key = logKey(group, receiverIndex);
      if (!this.#log.needsSending(key, loud, { nowMs, sendResolved, repeatMs: group.node.repeatIntervalMs })) return [];
      const sent = sendResolved ? loud : loud.filter((alert) => !isResolved(alert, nowMs));
      if (sent.length === 0) {
        this.#log.note(key, loud, nowMs, nowMs);
        return [];
      }
      const { receiver: name } = group.node;
      return [{ group, contactPoint: name, receiver, receiverIndex, alerts: sent, covered: loud, timeMs: nowMs }];
    });
    group.awaitOutcomes(notifications.length, alerts, nowMs);
    return notifications;
  }

  #isMuted({ muteTimeIntervals, activeTimeIntervals }: PolicyNode, nowMs: number): boolean {
    const isIn = (name: string): boolean =>
      this.#options.muteTimes.some((muteTime) => muteTime.name === name && isInMuteTime(muteTime, nowMs));
    return muteTimeIntervals.some(isIn) || (activeTimeIntervals.length > 0 && !activeTimeIntervals.some(isIn));
  }

  /** Drops groups that are empty and alerts that ended long ago; every 30 s, so that a group lives on for a moment. */
  #maintain(nowMs: number): void {
    if (nowMs < this.#nextMaintenanceMs) return;
    const passed = Math.floor((nowMs - this.#nextMaintenanceMs) / MAINTENANCE_MS) + 1;
    this.#nextMaintenanceMs += passed * MAINTENANCE_MS;
    for (const [id, group] of this.#groups) if (group.isEmpty && !group.isSending) this.#drop(id, group);
    for (const [fingerprint, { endsAtMs }] of this.#alerts) {
      if (nowMs - endsAtMs > RESOLVED_RETENTION_MS) this.#alerts.delete(fingerprint);
    }
    this.#log.forget(nowMs);
  }

  #drop(id: string, group: AlertGroup): void {
    this.#groups.delete(id);
    this.#settled.set(id, group.save());
  }
}

function logKey({ id }: AlertGroup, receiverIndex: number): string {
  return `${id}#${receiverIndex}`;
}
