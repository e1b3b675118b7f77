import { QueryError } from '@firedrill/query-core';
import type { Labels, Matcher, SeriesSlice } from '@firedrill/timeseries';
import type { Plan } from '../plan/plan';
import { unwrapParens, type Expr, type SubqueryExpr, type VectorSelector } from '../syntax/ast';
import type { Annotations } from './annotations';
import { assertDistinct, haveOneName, withoutName, type Sample, type Value } from './sample';

/** Where samples come from; `MetricStore` is one. */
export interface SeriesSource {
  /** The samples with `fromMs < t <= toMs` of each series that matches; series are distinct and have samples. */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): readonly SeriesSlice[];
}

/** Series over time, for functions to take windows of. */
export interface RangeVector {
  readonly series: readonly SeriesSlice[];
  /** Those whose metric name goes at the end of the query. */
  readonly unnamed: ReadonlySet<SeriesSlice>;
  /** Two for each series: where its last window began and ended, from where the next one is sought. */
  readonly cursors: Uint32Array;
}

export interface EvaluationSettings {
  readonly lookbackMs: number;
  /** Drop metric names at the end of the query instead of at each function, as Prometheus' feature flag does. */
  readonly delayedNameRemoval: boolean;
  readonly maxSamples: number;
  readonly timedOut: () => boolean;
}

export type Evaluator = (expr: Expr, evaluation: Evaluation, timeMs: number) => Value;

const NONE: ReadonlySet<SeriesSlice> = new Set();

export function rangeVectorOf(series: readonly SeriesSlice[], unnamed = NONE): RangeVector {
  return { series, unnamed, cursors: new Uint32Array(2 * series.length) };
}

/** Whether the expression says by itself that its series have one metric name. */
export function selectsOneName(expr: Expr): boolean {
  const node = unwrapParens(expr);
  const selector = node.kind === 'matrixSelector' ? node.selector : node;
  if (selector.kind !== 'vectorSelector') return false;
  return selector.matchers.some(({ name, operator }) => name === '__name__' && operator === '=');
}

/** One run of a plan: the samples it fetched, what it worked out on the way, and what it remarks. */
export class Evaluation {
  readonly plan: Plan;
  readonly annotations: Annotations;
  readonly settings: EvaluationSettings;
  readonly #evaluate: Evaluator;
  readonly #fetched = new Map<VectorSelector, RangeVector>();
  readonly #subqueries = new Map<SubqueryExpr, RangeVector>();
  #samples = 0;

  constructor(
    plan: Plan,
    source: SeriesSource,
    annotations: Annotations,
    settings: EvaluationSettings,
    evaluate: Evaluator,
  ) {
    this.plan = plan;
    this.annotations = annotations;
    this.settings = settings;
    this.#evaluate = evaluate;
    for (const { selector, fromMs, toMs } of plan.fetches) {
      const series = source.select(selector.matchers, fromMs, toMs);
      this.#fetched.set(selector, rangeVectorOf(series));
    }
  }

  scalar(expr: Expr, timeMs: number): number {
    const value = this.#evaluate(expr, this, timeMs);
    if (typeof value !== 'number') throw new Error('invariant: the check let a scalar argument of another type pass');
    return value;
  }

  string(expr: Expr, timeMs: number): string {
    const value = this.#evaluate(expr, this, timeMs);
    if (typeof value !== 'string') throw new Error('invariant: the check let a string argument of another type pass');
    return value;
  }

  vector(expr: Expr, timeMs: number): readonly Sample[] {
    const value = this.#evaluate(expr, this, timeMs);
    if (typeof value !== 'object') throw new Error('invariant: the check let a vector argument of another type pass');
    return value;
  }

  /** The time at which a selector or subquery looks when the query is at `timeMs`. */
  lookTime(node: VectorSelector | SubqueryExpr, timeMs: number): number {
    return (this.plan.fixedTimes.get(node) ?? timeMs) - node.offsetMs;
  }

  fetched(selector: VectorSelector): RangeVector {
    return this.#fetched.get(selector) ?? rangeVectorOf([]);
  }

  /** What a subquery gave at all its steps, worked out when it is first asked for. */
  subquery(node: SubqueryExpr, make: () => RangeVector): RangeVector {
    let series = this.#subqueries.get(node);
    if (series === undefined) this.#subqueries.set(node, (series = make()));
    return series;
  }

  /** A sample whose metric name no longer says what it is. */
  unnamed(labels: Labels, value: number): Sample {
    return this.settings.delayedNameRemoval
      ? { labels, value, dropName: true }
      : { labels: withoutName(labels), value, dropName: false };
  }

  /**
   * Checks samples made with `unnamed` from these sources, which the expression gave. Series of one metric name stay
   * distinct without it, which saves comparing label sets in the usual case.
   */
  distinct(samples: readonly Sample[], sources: readonly { readonly labels: Labels }[], expr: Expr): readonly Sample[] {
    if (this.settings.delayedNameRemoval || selectsOneName(expr)) return samples;
    if (!haveOneName(sources)) assertDistinct(samples);
    return samples;
  }

  /** Counts samples read or made; throws QueryError `limit` beyond the limit, or `timeout`. */
  count(samples: number): void {
    this.#samples += samples;
    if (this.#samples > this.settings.maxSamples) {
      throw new QueryError('limit', `the query touches more than ${this.settings.maxSamples} samples`);
    }
    if (this.settings.timedOut()) throw new QueryError('timeout', 'the query took too long');
  }
}
