import { QueryError } from '@firedrill/query-core';
import { check } from './check/check';
import { evaluate } from './eval/evaluate';
import type { LogSource, Sample } from './eval/log-source';
import { MovingWindow } from './eval/range-aggregation';
import { preparedPlan, remembered, sampleReader } from './prepared';
import { readStreams } from './eval/read-streams';
import { planLog } from './plan/log-plan';
import type { MetricPlan, RangePlan } from './plan/metric-plan';
import { rangePlans } from './plan/range-plans';
import type { InstantOptions, QueryResult, QueryValue, RangeOptions } from './query-result';
import { matrixOf, scalarOf, vectorOf } from './query-value';
import type { Expr, LogExpr, MetricExpr } from './syntax/ast';
import { parseSyntax } from './syntax/parser';

/** Reads and checks a query; throws QueryError (`syntax`, `check` or `unsupported`, with its span). */
export function parse(text: string): Expr {
  const expr = parseSyntax(text);
  check(expr);
  return expr;
}

/** Evaluates a metric query at one moment; a log query is refused, as by Loki. */
export function instantQuery(query: string | Expr, options: InstantOptions): QueryResult {
  return attempt(() => {
    const expr = typeof query === 'string' ? remembered(query, parse) : query;
    if (expr.kind === 'log')
      throw new QueryError('check', 'a log query needs a time range: ask for query_range', expr.span);
    return evaluateInstant(expr, options);
  });
}

/** Evaluates a metric query at every step from start to end, or reads the lines of a log query in that range. */
export function rangeQuery(query: string | Expr, options: RangeOptions): QueryResult {
  return attempt(() => {
    const expr = typeof query === 'string' ? remembered(query, parse) : query;
    return expr.kind === 'log' ? evaluateStreams(expr, options) : evaluateRange(expr, options);
  });
}

function attempt(evaluateQuery: () => QueryValue): QueryResult {
  try {
    return { ok: true, value: evaluateQuery() };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}

function evaluateInstant(expr: MetricExpr, { atNs, source, maxSeries = 500 }: InstantOptions): QueryValue {
  const plan = preparedPlan(expr);
  if (plan.kind === 'number') return scalarOf(plan.value, atNs);
  const [samples = []] = evaluateSteps(plan, source, atNs, [atNs]);
  return vectorOf(expr, samples, atNs, maxSeries);
}

const MAX_STEPS = 11_000n;

function evaluateRange(
  expr: MetricExpr,
  { startNs, endNs, stepNs, source, maxSeries = 500 }: RangeOptions,
): QueryValue {
  if (stepNs <= 0n) throw new QueryError('check', 'expected a step above 0');
  if (endNs < startNs) throw new QueryError('check', 'expected an end that is not before the start');
  if ((endNs - startNs) / stepNs > MAX_STEPS)
    throw new QueryError('limit', 'more than 11,000 points a series: expected a larger step');
  const times: bigint[] = [];
  for (let timeNs = startNs; timeNs <= endNs; timeNs += stepNs) times.push(timeNs);
  return matrixOf(evaluateSteps(preparedPlan(expr), source, startNs, times), times, maxSeries);
}

/** One vector for each time; every line is read once. */
function evaluateSteps(
  plan: MetricPlan,
  source: LogSource,
  startNs: bigint,
  times: readonly bigint[],
): (readonly Sample[])[] {
  const steps = { firstNs: startNs, lastNs: times.at(-1) ?? startNs };
  const windows = new Map<RangePlan, MovingWindow>(
    rangePlans(plan).map((range) => [range, new MovingWindow(range, sampleReader(range, source).read(source, steps))]),
  );
  return times.map((timeNs) => evaluate(plan, { offsetNs: Number(timeNs - startNs), windows }));
}

const MAX_LINES = 5000;

function evaluateStreams(expr: LogExpr, options: RangeOptions): QueryValue {
  const { startNs, endNs, source, limit = 100, direction = 'backward', intervalNs = 0n, categorize = false } = options;
  if (limit < 0) throw new QueryError('check', `expected a limit from 0 on, got ${limit}`);
  if (limit > MAX_LINES) throw new QueryError('limit', `expected a limit up to ${MAX_LINES}, got ${limit}`);
  const window = { startNs, endNs, limit, direction, intervalNs, categorize };
  return { type: 'streams', streams: readStreams(planLog(expr), source, window) };
}
