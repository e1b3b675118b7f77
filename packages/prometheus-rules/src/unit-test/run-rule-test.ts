import { instantQuery, parseNotedSeries, type NotedSeries } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { MetricStore } from '@firedrill/timeseries';
import { evaluateGroup, newGroupState, type GroupState } from '../evaluate-group';
import type { RuleGroup } from '../rule-group';
import type { RuleQuery } from '../rule-query';
import { alertDifference, expressionDifference } from './expectations';
import type { RuleTest, RuleTestFile } from './test-file';

export interface RuleTestOptions extends Pick<RuleTestFile, 'evaluationIntervalMs' | 'groupOrder' | 'fuzzyCompare'> {
  readonly groups: readonly RuleGroup[];
  /** Told the states after each evaluation; `atMs` is Unix time. */
  readonly onStep?: (atMs: number, states: readonly GroupState[], query: RuleQuery) => void;
}

/**
 * Runs one test of a file as promtool does: all groups at each evaluation interval from the start to the last
 * `eval_time`, firing alerts compared as exact sets. Answers what differs, in words; none means that the test passed.
 */
export function runRuleTest(test: RuleTest, options: RuleTestOptions): readonly string[] {
  try {
    return new Run(test, options).differences();
  } catch (error) {
    if (error instanceof QueryError) return [error.message];
    throw error;
  }
}

class Run {
  readonly #test: RuleTest;
  readonly #options: RuleTestOptions;
  readonly #store = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
  readonly #series: readonly NotedSeries[];
  readonly #query: RuleQuery;
  #states: readonly GroupState[];
  #loaded = 0;

  constructor(test: RuleTest, options: RuleTestOptions) {
    this.#test = test;
    this.#options = options;
    this.#series = notedSeries(test);
    this.#query = (query, atMs) =>
      instantQuery(query, { atMs, source: this.#store, subqueryStepMs: options.evaluationIntervalMs });
    this.#states = inOrder(options.groups, options.groupOrder).map(newGroupState);
  }

  differences(): readonly string[] {
    const { startMs, alerts, expressions } = this.#test;
    const { evaluationIntervalMs, fuzzyCompare, onStep } = this.#options;
    const endMs = startMs + Math.max(0, ...[...alerts, ...expressions].map(({ evalTimeMs }) => evalTimeMs));
    const found: string[] = [];
    for (let atMs = startMs; atMs <= endMs; atMs += evaluationIntervalMs) {
      const failures = this.#evaluate(atMs);
      if (failures.length > 0) return [...found, ...failures];
      onStep?.(atMs, this.#states, this.#query);
      found.push(...this.#alertDifferences(atMs));
    }
    return [
      ...found,
      ...expressions.flatMap((expected) =>
        expressionDifference(expected, (expr) => this.#query(expr, startMs + expected.evalTimeMs), fuzzyCompare),
      ),
    ];
  }

  /** Evaluates all groups; answers the rules that failed. */
  #evaluate(atMs: number): readonly string[] {
    const { externalLabels, externalUrl, startMs } = this.#test;
    this.#load(atMs);
    const surroundings = { query: this.#query, sink: this.#store, queryOffsetMs: 0, externalLabels, externalUrl };
    this.#states = this.#states.map((state) => evaluateGroup(state, { ...surroundings, atMs, clock: () => 0 }));
    return this.#states
      .flatMap(({ rules }) => rules)
      .flatMap(({ rule, error }) =>
        error === undefined ? [] : [`rule ${rule.name} at ${(atMs - startMs) / 1000} s: ${error.message}`],
      );
  }

  /** Makes the samples up to a time visible. */
  #load(untilMs: number): void {
    const { startMs, intervalMs } = this.#test;
    for (; startMs + this.#loaded * intervalMs <= untilMs; this.#loaded++) {
      const timestampMs = startMs + this.#loaded * intervalMs;
      for (const { labels, points } of this.#series) {
        const point = points[this.#loaded];
        if (point === 'stale') this.#store.appendStale(labels, timestampMs);
        else if (typeof point === 'number') this.#store.append(labels, timestampMs, point);
      }
    }
  }

  #alertDifferences(atMs: number): readonly string[] {
    const { startMs, alerts } = this.#test;
    const fromMs = atMs - startMs;
    return alerts
      .filter(({ evalTimeMs }) => evalTimeMs >= fromMs && evalTimeMs < fromMs + this.#options.evaluationIntervalMs)
      .flatMap((expected) => alertDifference(expected, this.#states));
  }
}

/** The input series; one that is written twice counts as it is written last. */
function notedSeries({ inputSeries }: RuleTest): readonly NotedSeries[] {
  const noted = inputSeries.map(({ series, values }) => parseNotedSeries(`${series} ${values}`));
  return [...new Map(noted.map((series) => [series.labels.key, series])).values()];
}

function inOrder(groups: readonly RuleGroup[], order: readonly string[]): readonly RuleGroup[] {
  const place = ({ name }: RuleGroup): number => Math.max(0, order.indexOf(name));
  return [...groups].sort((left, right) => place(left) - place(right));
}
