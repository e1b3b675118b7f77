import {
  resetRule,
  type AlertRule,
  type Behaviour,
  type DataSource,
  type RuleGroup,
  type SentAlert,
  type StepOutcome,
  type Transition,
} from '@firedrill/grafana-alerting';
import { AnnotationLog } from './annotation-log';
import { createDelayedSave } from './delayed-save';
import { groupOffset } from './group-offset';
import { RuleRunner, type RuleEvaluation, type RuleStatus, type RunnerLimits } from './rule-runner';
import { describeTransition } from './state-history';
import { loadStates, ruleFingerprint, saveStates, type SavedRule } from './state-file';

export interface RuleSchedulerOptions {
  readonly groups: readonly RuleGroup[];
  readonly dataSources: readonly DataSource[];
  /** The wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** Grafana's address as templates show it, with a slash at the end. */
  readonly externalUrl: string;
  readonly behaviour?: Behaviour;
  /** Where states survive a restart; kept in memory only when absent. */
  readonly stateFile?: string;
  /** Told after each evaluation that changed a state. */
  readonly onTransition?: (event: TransitionEvent) => void;
  /** Told after each evaluation with alerts for the Alertmanager. */
  readonly onSend?: (alerts: readonly SentAlert[], tickMs: number) => void;
  /** Told after each evaluation how it went. */
  readonly onEvaluation?: (evaluation: RuleEvaluation) => void;
  /** Told when an evaluation or the saving of states breaks, which a failing query does not; unhandled when absent. */
  readonly onError?: (error: unknown) => void;
  readonly limits?: RunnerLimits;
  /** Shifts each group by whole ticks within its interval, as Grafana does unless `disable_jitter` is set. */
  readonly jitter?: boolean;
  /** Over how many milliseconds the rules of one tick are started, Grafana's being the tick's 10 s; at once when absent. */
  readonly spreadMs?: number;
}

export interface TransitionEvent extends Transition {
  readonly ruleUid: string;
  readonly timeMs: number;
}

/** Grafana's scheduler: evaluates rule groups at whole multiples of ten seconds and keeps the states of their rules. */
export interface RuleScheduler {
  /** The state history, and what drills noted. */
  readonly annotations: AnnotationLog;
  start(): void;
  stop(): Promise<void>;
  /** The rules in the order of their files, with their states. */
  rules(): readonly RuleStatus[];
  /** Evaluates what is due at a tick and resolves when it is done; `start` does so at each tick. */
  evaluateNow(tickMs: number): Promise<void>;
}

const TICK_MS = 10_000;
const GRAFANA_LIMITS: RunnerLimits = { timeoutMs: 30_000, retryDelaysMs: [1000, 2000] };

export function createRuleScheduler(options: RuleSchedulerOptions): RuleScheduler {
  const { groups, now, stateFile } = options;
  const annotations = new AnnotationLog(() => saving.request());
  const dataSources = new Map(options.dataSources.map((source) => [source.uid, source]));
  const evaluation = {
    dataSources,
    externalUrl: options.externalUrl,
    ...(options.behaviour !== undefined && { behaviour: options.behaviour }),
  };
  const report: Report = (rule, outcome, tickMs) => {
    publish(options, annotations, rule, outcome, tickMs);
    saving.request();
  };
  const onError = options.onError ?? rethrow;
  const saving = createDelayedSave(() => {
    if (stateFile !== undefined) saveStates(stateFile, { rules: toSaved(runners), annotations: annotations.entries });
  }, onError);
  const listeners = { onOutcome: report, onEvaluation: options.onEvaluation };
  const runners = groups.flatMap((group) =>
    group.rules.map((rule) => new RuleRunner(group, rule, evaluation, options.limits ?? GRAFANA_LIMITS, listeners)),
  );
  if (stateFile !== undefined) restore(stateFile, runners, annotations, now, report);
  let stopTicking = (): void => undefined;

  const offsets = new Map(groups.map((group) => [group, options.jitter === true ? groupOffset(group) : 0]));
  /** Each group at the newest of its ticks in the window: one that came late is not lost, several are evaluated once. */
  const evaluateDue = async (firstTickMs: number, lastTickMs: number, spreadMs = 0): Promise<void> => {
    const due = runnersDue(runners, offsets, firstTickMs, lastTickMs);
    const evaluations = due.map(({ runner, tickMs }, index) =>
      runner.evaluate(tickMs, (index * spreadMs) / due.length),
    );
    await Promise.all(evaluations);
  };
  const evaluateTicks = (firstTickMs: number, lastTickMs: number): void => {
    evaluateDue(firstTickMs, lastTickMs, options.spreadMs).catch(onError);
  };

  return {
    annotations,
    start: () => (stopTicking = startTicking(now, evaluateTicks)),
    stop: async () => {
      stopTicking();
      await Promise.all(runners.map((runner) => runner.stop()));
      saving.flush();
    },
    rules: () => runners.map(({ status }) => status),
    evaluateNow: async (tickMs) => {
      await evaluateDue(tickMs, tickMs);
      saving.flush();
    },
  };
}

type Report = (rule: Pick<AlertRule, 'uid' | 'title'>, outcome: StepOutcome, tickMs: number) => void;

function rethrow(error: unknown): never {
  throw error;
}

/** Which runners have a tick of their group in the window, and the newest of these. */
function runnersDue(
  runners: readonly RuleRunner[],
  offsets: ReadonlyMap<RuleGroup, number>,
  firstTickMs: number,
  lastTickMs: number,
): readonly { readonly runner: RuleRunner; readonly tickMs: number }[] {
  return runners.flatMap((runner) => {
    const intervalMs = Math.max(runner.group.intervalMs, TICK_MS);
    const offsetMs = offsets.get(runner.group) ?? 0;
    const tickMs = Math.floor((lastTickMs - offsetMs) / intervalMs) * intervalMs + offsetMs;
    return runner.rule.isPaused || tickMs < firstTickMs ? [] : [{ runner, tickMs }];
  });
}

/** Calls at each tick with the ticks that passed since the last call; a timer may fire a moment early, or late. */
function startTicking(now: () => number, onTicks: (firstTickMs: number, lastTickMs: number) => void): () => void {
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    const nextTickMs = (Math.floor(now() / TICK_MS) + 1) * TICK_MS;
    timer = setTimeout(() => {
      onTicks(nextTickMs, Math.max(nextTickMs, Math.floor(now() / TICK_MS) * TICK_MS));
      schedule();
    }, nextTickMs - now());
  };
  schedule();
  return () => clearTimeout(timer);
}

function publish(
  { now, onTransition, onSend }: RuleSchedulerOptions,
  annotations: AnnotationLog,
  rule: Pick<AlertRule, 'uid' | 'title'>,
  { transitions, sent }: StepOutcome,
  tickMs: number,
): void {
  for (const transition of transitions) {
    const entry = describeTransition(rule, transition, tickMs, now());
    if (entry === undefined) continue;
    annotations.add(entry);
    onTransition?.({ ...transition, ruleUid: rule.uid, timeMs: tickMs });
  }
  if (sent.length > 0) onSend?.(sent, tickMs);
}

/**
 * Gives the runners what was saved. A rule that changed meanwhile starts anew and one that is gone is forgotten: what
 * fired of it is sent as resolved.
 */
function restore(
  file: string,
  runners: readonly RuleRunner[],
  annotations: AnnotationLog,
  now: () => number,
  report: Report,
): void {
  const saved = loadStates(file);
  annotations.restore(saved.annotations);
  const byUid = new Map(runners.map((runner) => [runner.rule.uid, runner]));
  for (const [uid, { title, fingerprint, lastEvaluationMs, state }] of saved.rules) {
    const runner = byUid.get(uid);
    if (runner === undefined) report({ uid, title }, resetRule({ title }, state, 'RuleDeleted', now()), now());
    else if (fingerprint === ruleFingerprint(runner.rule)) runner.restore(state, lastEvaluationMs);
    else report(runner.rule, resetRule(runner.rule, state, runner.rule.isPaused ? 'Paused' : 'Updated', now()), now());
  }
}

function toSaved(runners: readonly RuleRunner[]): ReadonlyMap<string, SavedRule> {
  const rules = runners.map(({ rule, status: { state, lastEvaluationMs } }) => {
    return [rule.uid, { title: rule.title, fingerprint: ruleFingerprint(rule), lastEvaluationMs, state }] as const;
  });
  return new Map(rules);
}
