import { setTimeout as delay } from 'node:timers/promises';
import {
  applyResults,
  errorResult,
  NO_INSTANCES,
  queryRule,
  type AlertRule,
  type EvaluationOptions,
  type InstanceResult,
  type RuleGroup,
  type RuleState,
  type StepOutcome,
} from '@firedrill/grafana-alerting';

export interface RunnerLimits {
  /** How long all attempts of one evaluation may take together. */
  readonly timeoutMs: number;
  /** The pauses before the second attempt, the third, …; one more attempt than pauses. */
  readonly retryDelaysMs: readonly number[];
}

/** What the API shows of a rule beside its file. */
export interface RuleStatus {
  readonly group: RuleGroup;
  readonly rule: AlertRule;
  readonly state: RuleState;
  readonly lastEvaluationMs: number | undefined;
  /** How long the last evaluation took. */
  readonly evaluationSeconds: number;
}

/** One evaluation of a rule, all its attempts together. */
export interface RuleEvaluation {
  readonly rule: AlertRule;
  readonly evaluationSeconds: number;
  readonly failed: boolean;
}

export interface RunnerListeners {
  readonly onOutcome: (rule: AlertRule, outcome: StepOutcome, tickMs: number) => void;
  readonly onEvaluation?: ((evaluation: RuleEvaluation) => void) | undefined;
}

/** Evaluates one rule, one evaluation after the other: a tick that comes meanwhile waits, a newer one takes its place. */
export class RuleRunner {
  readonly group: RuleGroup;
  readonly rule: AlertRule;
  readonly #options: EvaluationOptions;
  readonly #limits: RunnerLimits;
  readonly #listeners: RunnerListeners;
  readonly #abort = new AbortController();
  #status: Pick<RuleStatus, 'state' | 'lastEvaluationMs' | 'evaluationSeconds'> = {
    state: NO_INSTANCES,
    lastEvaluationMs: undefined,
    evaluationSeconds: 0,
  };
  #running: Promise<void> | undefined;
  #waitingTickMs: number | undefined;

  constructor(
    group: RuleGroup,
    rule: AlertRule,
    options: EvaluationOptions,
    limits: RunnerLimits,
    listeners: RunnerListeners,
  ) {
    this.group = group;
    this.rule = rule;
    this.#options = options;
    this.#limits = limits;
    this.#listeners = listeners;
  }

  get status(): RuleStatus {
    return { group: this.group, rule: this.rule, ...this.#status };
  }

  restore(state: RuleState, lastEvaluationMs: number | undefined): void {
    this.#status = { ...this.#status, state, lastEvaluationMs };
  }

  /** Resolves when this tick, or the newer one that replaced it, is evaluated; it begins after a pause. */
  evaluate(tickMs: number, pauseMs = 0): Promise<void> {
    if (this.#running !== undefined) {
      this.#waitingTickMs = tickMs;
      return this.#running;
    }
    this.#running = this.#runAll(tickMs, pauseMs).finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Ends what runs; an evaluation that is interrupted changes no state. */
  async stop(): Promise<void> {
    this.#waitingTickMs = undefined;
    this.#abort.abort();
    await this.#running;
  }

  async #runAll(tickMs: number, pauseMs: number): Promise<void> {
    if (pauseMs > 0 && !(await this.#pause(pauseMs))) return;
    let next: number | undefined = tickMs;
    while (next !== undefined) {
      this.#waitingTickMs = undefined;
      await this.#run(next);
      next = this.#waitingTickMs;
    }
  }

  /** Whether the time passed; false when the scheduler stops meanwhile. */
  #pause(pauseMs: number): Promise<boolean> {
    const { signal } = this.#abort;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(!signal.aborted);
      };
      const timer = setTimeout(end, pauseMs);
      signal.addEventListener('abort', end);
    });
  }

  async #run(tickMs: number): Promise<void> {
    const started = performance.now();
    const results = await this.#query(tickMs);
    if (results === undefined) return;
    const outcome = applyResults(this.rule, this.#status.state, results, tickMs, this.#options);
    const evaluationSeconds = (performance.now() - started) / 1000;
    this.#status = { state: outcome.state, lastEvaluationMs: tickMs, evaluationSeconds };
    const failed = results.some(({ state }) => state === 'Error');
    this.#listeners.onEvaluation?.({ rule: this.rule, evaluationSeconds, failed });
    this.#listeners.onOutcome(this.rule, outcome, tickMs);
  }

  /** The results of the last attempt; undefined when the scheduler stops meanwhile. */
  async #query(tickMs: number): Promise<readonly InstanceResult[] | undefined> {
    const { timeoutMs } = this.#limits;
    const finished = new AbortController();
    const signal = AbortSignal.any([this.#abort.signal, finished.signal]);
    const timedOut = delay(timeoutMs, [errorResult(`evaluation timed out after ${timeoutMs / 1000} s`)], {
      signal,
      ref: false,
    });
    try {
      return await Promise.race([timedOut, this.#attempts(tickMs, signal)]);
    } catch (error) {
      if (this.#abort.signal.aborted) return undefined;
      throw error;
    } finally {
      finished.abort();
      timedOut.catch(() => undefined);
    }
  }

  async #attempts(tickMs: number, signal: AbortSignal): Promise<readonly InstanceResult[]> {
    for (const pauseMs of this.#limits.retryDelaysMs) {
      const results = await queryRule(this.rule, this.#status.state, tickMs, this.#options);
      if (!results.some(({ error }) => error?.retryable === true)) return results;
      await delay(pauseMs, undefined, { signal });
    }
    return queryRule(this.rule, this.#status.state, tickMs, this.#options);
  }
}
