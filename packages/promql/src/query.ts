import { QueryError } from '@firedrill/query-core';
import { check } from './check/check';
import { typeOf, TYPE_NAMES } from './check/value-types';
import { Annotations } from './eval/annotations';
import { collectInstant, collectRange } from './eval/collect';
import { evaluate } from './eval/evaluate';
import { Evaluation, type SeriesSource } from './eval/evaluation';
import { plan, type TimeGrid } from './plan/plan';
import { parsedQuery } from './parsed-query';
import type { QueryResult, QueryValue } from './query-result';
import type { Expr } from './syntax/ast';

export interface QueryOptions {
  readonly source: SeriesSource;
  /** How old a sample an instant selector may take; default 5 minutes. */
  readonly lookbackMs?: number;
  /** The step of subqueries that name none: the evaluation interval; default 1 minute. */
  readonly subqueryStepMs?: number;
  /** The most samples a query may touch; default 50,000,000. */
  readonly maxSamples?: number;
  /** Asked while evaluating; true ends the query with an error of kind `timeout`. */
  readonly timedOut?: () => boolean;
  /** Drop metric names at the end of the query; default false. */
  readonly delayedNameRemoval?: boolean;
}

export interface InstantQueryOptions extends QueryOptions {
  readonly atMs: number;
}

export interface RangeQueryOptions extends QueryOptions, TimeGrid {}

const DEFAULTS = {
  lookbackMs: 300_000,
  subqueryStepMs: 60_000,
  maxSamples: 50_000_000,
  timedOut: () => false,
  delayedNameRemoval: false,
};

/** Evaluates a query at one time. Mistakes in the query are in the result, never thrown. */
export function instantQuery(query: string | Expr, options: InstantQueryOptions): QueryResult {
  const grid = { startMs: options.atMs, endMs: options.atMs, stepMs: 1 };
  return run(query, grid, options, collectInstant);
}

/** Evaluates a query at `startMs + k * stepMs <= endMs`. */
export function rangeQuery(query: string | Expr, options: RangeQueryOptions): QueryResult {
  return run(query, options, options, (evaluation) => {
    if (!(options.stepMs > 0)) throw new QueryError('check', `the step must be positive, got ${options.stepMs} ms`);
    const type = typeOf(evaluation.plan.expr);
    if (type === 'scalar' || type === 'vector') return collectRange(evaluation);
    throw new QueryError('check', `a range query needs a scalar or an instant vector, got ${TYPE_NAMES[type]}`);
  });
}

function run(
  query: string | Expr,
  { startMs, endMs, stepMs }: TimeGrid,
  options: QueryOptions,
  collect: (evaluation: Evaluation) => QueryValue,
): QueryResult {
  const settings = { ...DEFAULTS, ...options };
  try {
    const { expr, text } = parsedQuery(query);
    check(expr);
    const planned = plan(expr, { startMs, endMs, stepMs }, settings);
    const annotations = new Annotations(text);
    const value = collect(new Evaluation(planned, options.source, annotations, settings, evaluate));
    return { ok: true, value, warnings: annotations.warnings, infos: annotations.infos };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}
