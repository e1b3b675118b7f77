import {
  compilePolicy,
  createTextExpander,
  Dispatcher,
  evaluateRule,
  loadAlerting,
  NO_INSTANCES,
  receivedAlert,
  receiverMessage,
  resetRule,
  Silences,
  type AlertingProvisioning,
  type AlertInstance,
  type AlertRule,
  type DataSource,
  type RuleState,
  type SentAlert,
} from '@firedrill/grafana-alerting';

/** One body that the webhook receiver got. */
export interface LiveWebhook {
  readonly atMs: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LiveTick {
  readonly tick: number;
  readonly instances: readonly AlertInstance[];
}

export interface LiveOptions {
  readonly provisioning: AlertingProvisioning;
  readonly ticks: number;
  /** The first tick at which the rule is evaluated. */
  readonly firstTick: number;
  /** The rule at a tick; undefined when it is deleted. */
  readonly ruleAt: (tick: number) => AlertRule | undefined;
  readonly dataSources: (tick: number) => ReadonlyMap<string, DataSource>;
  /** How long after a tick the rule is evaluated. */
  readonly delayMs: (tick: number) => number;
  readonly restartMs: number | undefined;
  /** Servers before 10 count the 30 s until an alert is sent again from the moment of sending, newer ones from the tick. */
  readonly resendsFrom: 'sending' | 'tick';
  /** How long before tick 0 the server started. */
  readonly uptimeMs: number;
}

const TICK_MS = 10_000;
const EXTRA_TICKS = 3;
/** A group wait or two after the last tick. */
const DRAIN_MS = 10_000;
/** The first tick of every run; what the recordings count from. */
const START_MS = Date.UTC(2024, 0, 1);
const ENVIRONMENT = { externalUrl: 'http://grafana.example:3000/', appVersion: '12.4.0', orgId: 1 };
/** When the states of a tick were read: an evaluation later than that does not show. */
const OBSERVED_MS = 9950;
/** The rule files change a moment after the tick. */
const CHANGE_MS = 400;

/** Runs one rule and its notifications through virtual time, from tick 0 on. */
export async function runLive(options: LiveOptions): Promise<{
  readonly ticks: readonly LiveTick[];
  readonly webhooks: readonly LiveWebhook[];
}> {
  const run = new LiveRun(options);
  for (let tick = 0; tick < options.ticks + EXTRA_TICKS; tick += 1) await run.tick(tick);
  run.advanceTo(START_MS + (options.ticks + EXTRA_TICKS) * TICK_MS + DRAIN_MS);
  return { ticks: run.ticks, webhooks: run.webhooks };
}

class LiveRun {
  readonly ticks: LiveTick[] = [];
  readonly webhooks: LiveWebhook[] = [];
  readonly #options: LiveOptions;
  readonly #expand: ReturnType<typeof createTextExpander>;
  readonly #silences = new Silences();
  #dispatcher: Dispatcher;
  #state: RuleState = NO_INSTANCES;
  #rule: AlertRule | undefined;
  #restarted = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#rule = options.ruleAt(0);
    this.#expand = createTextExpander(options.provisioning.templates);
    this.#silences.put({
      id: 'recorded',
      matchers: [{ name: 'silence', value: 'yes', isRegex: false, isEqual: true }],
      startsAtMs: 0,
      endsAtMs: Number.MAX_SAFE_INTEGER,
      updatedAtMs: 0,
      createdBy: '',
      comment: '',
    });
    this.#dispatcher = this.#createDispatcher();
  }

  async tick(tick: number): Promise<void> {
    const tickMs = tick * TICK_MS;
    const evaluatedMs = START_MS + tickMs + this.#options.delayMs(tick);
    this.#applyChange(tick);
    if (this.#restartsBefore(tickMs)) return;
    this.advanceTo(evaluatedMs);
    const before = [...this.#state.instances.values()];
    const rule = this.#rule;
    if (rule !== undefined && (tickMs - this.#options.firstTick * TICK_MS) % rule.intervalMs === 0) {
      const { externalUrl } = ENVIRONMENT;
      const outcome = await evaluateRule(rule, this.#state, START_MS + tickMs, {
        dataSources: this.#options.dataSources(tick),
        externalUrl,
      });
      const isFromTick = this.#options.resendsFrom === 'tick';
      this.#state = isFromTick ? outcome.state : sentAt(outcome.state, START_MS + tickMs, evaluatedMs);
      this.#send(outcome.sent, evaluatedMs);
    }
    const isSeen = evaluatedMs - START_MS - tickMs < OBSERVED_MS;
    this.ticks.push({ tick, instances: isSeen ? [...this.#state.instances.values()] : before });
  }

  /** Sends what is due until then; the receiver named `fail` answers with an error. */
  advanceTo(timeMs: number): void {
    for (;;) {
      const dueMs = this.#dispatcher.nextFlushMs;
      if (dueMs === undefined || dueMs > timeMs) return;
      for (const notification of this.#dispatcher.flush(dueMs)) {
        const message = receiverMessage(notification, { environment: ENVIRONMENT, expand: this.#expand });
        if (message.kind === 'http') {
          const body = JSON.parse(message.body) as LiveWebhook['body'];
          this.webhooks.push({ atMs: dueMs - START_MS, body });
        }
        this.#dispatcher.settle(notification, notification.contactPoint === 'fail' ? 'failed' : 'sent', dueMs);
      }
    }
  }

  #applyChange(tick: number): void {
    const next = this.#options.ruleAt(tick);
    const previous = this.#rule;
    if (next === previous) return;
    this.#rule = next;
    if (previous === undefined) return;
    const timeMs = START_MS + tick * TICK_MS + CHANGE_MS;
    this.advanceTo(timeMs);
    const outcome = resetRule(previous, this.#state, next === undefined ? 'RuleDeleted' : 'Updated', timeMs);
    this.#state = outcome.state;
    this.#send(outcome.sent, timeMs);
  }

  /** The tick after the restart is lost. */
  #restartsBefore(tickMs: number): boolean {
    const { restartMs } = this.#options;
    if (this.#restarted || restartMs === undefined || tickMs < restartMs) return false;
    this.#restarted = true;
    this.advanceTo(START_MS + restartMs);
    this.#dispatcher = this.#createDispatcher();
    return true;
  }

  #send(sent: readonly SentAlert[], nowMs: number): void {
    this.#dispatcher.receive(
      sent.map((alert) => receivedAlert(alert, ENVIRONMENT.orgId, nowMs)),
      nowMs,
    );
  }

  /** What a restart keeps goes through text, as through a file. */
  #createDispatcher(): Dispatcher {
    const { provisioning } = this.#options;
    const before = this.#restarted ? this.#dispatcher.save() : undefined;
    return new Dispatcher({
      startedMs: START_MS + (this.#restarted ? (this.#options.restartMs ?? 0) : -this.#options.uptimeMs),
      policy: compilePolicy(provisioning.policies[0]?.root),
      contactPoints: provisioning.contactPoints,
      muteTimes: provisioning.muteTimes,
      isSilenced: (labels, nowMs) => this.#silences.silencing(labels, nowMs).length > 0,
      ...(before !== undefined && { saved: JSON.parse(JSON.stringify(before)) as typeof before }),
    });
  }
}

/** The state as a server notes it that takes the moment of sending for the time sent. */
function sentAt({ instances }: RuleState, tickMs: number, sentMs: number): RuleState {
  return {
    instances: new Map(
      [...instances].map(([key, instance]) => [
        key,
        instance.lastSentAtMs === tickMs ? { ...instance, lastSentAtMs: sentMs } : instance,
      ]),
    ),
  };
}

export function loadNotificationFile(document: unknown): AlertingProvisioning {
  return loadAlerting([{ name: 'notification.json', text: JSON.stringify(document) }], { environment: {} });
}

export { START_MS as LIVE_START_MS };
