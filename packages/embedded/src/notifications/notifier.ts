import {
  compilePolicy,
  createTextExpander,
  Dispatcher,
  receivedAlert,
  receiverMessage,
  Silences,
  type AlertingProvisioning,
  type Alert,
  type ExpandText,
  type Notification,
  type PolicyNode,
  type SentAlert,
} from '@firedrill/grafana-alerting';
import { loadNotifierState, saveNotifierState } from './notifier-state-file';
import type { SendMessage } from './send-message';

export interface NotifierOptions {
  readonly provisioning: Pick<
    AlertingProvisioning,
    'groups' | 'contactPoints' | 'policies' | 'muteTimes' | 'templates'
  >;
  /** The wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** Grafana's address as links show it, with a slash at the end. */
  readonly externalUrl: string;
  readonly version: string;
  readonly send: SendMessage;
  /** Where silences and the log of notifications survive a restart; kept in memory only when absent. */
  readonly stateFile?: string;
  /** Told of each notification that went out, or did not. */
  readonly onOutcome?: (outcome: NotificationOutcome) => void;
}

export interface NotificationOutcome {
  readonly contactPoint: string;
  readonly integration: string;
  readonly seconds: number;
  /** undefined when it was sent. */
  readonly error: Error | undefined;
}

/** Grafana's Alertmanager at work: takes what rules send, waits, groups and really notifies. */
export interface Notifier {
  readonly silences: Silences;
  readonly policy: PolicyNode;
  readonly dispatcher: Dispatcher;
  /** What the rules send after an evaluation. */
  receive(alerts: readonly SentAlert[]): void;
  alerts(): readonly Alert[];
  /** Sends what is due now and resolves when all of it has gone out or failed; the timer does so on its own. */
  flushNow(): Promise<void>;
  /** Call after a change of silences. */
  save(): void;
  stop(): Promise<void>;
}

const ORG_ID = 1;
/** The longest wait that setTimeout takes. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export function createNotifier(options: NotifierOptions): Notifier {
  return new RunningNotifier(options);
}

class RunningNotifier implements Notifier {
  readonly silences: Silences;
  readonly policy: PolicyNode;
  readonly dispatcher: Dispatcher;
  readonly #options: NotifierOptions;
  readonly #expand: ExpandText;
  readonly #sending = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: NotifierOptions) {
    const { provisioning, stateFile, now } = options;
    const saved = stateFile === undefined ? undefined : loadNotifierState(stateFile);
    this.#options = options;
    this.#expand = createTextExpander(provisioning.templates);
    this.silences = new Silences(saved?.silences);
    const settings = provisioning.groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => rule.notificationSettings ?? []),
    );
    this.policy = compilePolicy(provisioning.policies.find(({ orgId }) => orgId === ORG_ID)?.root, settings);
    this.dispatcher = new Dispatcher({
      policy: this.policy,
      contactPoints: provisioning.contactPoints,
      muteTimes: provisioning.muteTimes,
      startedMs: now(),
      isSilenced: (labels, nowMs) => this.silences.silencing(labels, nowMs).length > 0,
      ...(saved !== undefined && { saved: saved.dispatcher }),
    });
  }

  receive(alerts: readonly SentAlert[]): void {
    const nowMs = this.#options.now();
    this.dispatcher.receive(
      alerts.map((alert) => receivedAlert(alert, ORG_ID, nowMs)),
      nowMs,
    );
    this.#schedule();
  }

  alerts(): readonly Alert[] {
    return this.dispatcher.alerts(this.#options.now());
  }

  async flushNow(): Promise<void> {
    for (const notification of this.dispatcher.flush(this.#options.now())) {
      const sent = this.#notify(notification).finally(() => this.#sending.delete(sent));
      this.#sending.add(sent);
    }
    this.#schedule();
    await Promise.all(this.#sending);
  }

  save(): void {
    const { stateFile, now } = this.#options;
    if (stateFile === undefined) return;
    saveNotifierState(stateFile, { dispatcher: this.dispatcher.save(), silences: this.silences.list(now()) });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#sending);
    this.save();
  }

  /** One attempt: what fails is tried again at the next flush of its group, as Grafana does. */
  async #notify(notification: Notification): Promise<void> {
    const { externalUrl, version, send, now, onOutcome } = this.#options;
    const started = performance.now();
    let error: Error | undefined;
    try {
      const environment = { externalUrl, appVersion: version, orgId: ORG_ID };
      await send(receiverMessage(notification, { environment, expand: this.#expand }));
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    this.dispatcher.settle(notification, error === undefined ? 'sent' : 'failed', now());
    this.save();
    const { contactPoint, receiver } = notification;
    onOutcome?.({ contactPoint, integration: receiver.type, seconds: (performance.now() - started) / 1000, error });
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const nextMs = this.dispatcher.nextFlushMs;
    if (this.#isStopped || nextMs === undefined) return;
    const waitMs = Math.min(Math.max(nextMs - this.#options.now(), 0), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => void this.flushNow(), waitMs);
  }
}
