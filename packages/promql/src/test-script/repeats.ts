import { typeOf } from '../check/value-types';
import { parse } from '../parsed-query';
import { instantQuery, rangeQuery, type QueryOptions } from '../query';
import type { QueryResult } from '../query-result';
import { walk, type AtModifier, type Expr } from '../syntax/ast';
import type { EvalCommand } from './parse-script';

/** Another way to ask for what an instant eval asks for. */
export interface Repeat {
  /** How it differs, for a failure. */
  readonly way: string;
  readonly evaluate: (options: QueryOptions) => QueryResult;
}

const MINUTE_MS = 60_000;
const BOUNDS = /\b(?:start|end|range|step)\s*\(\s*\)/;
/** What these give depends on the evaluation time itself, which `@` does not fix. */
const DEPENDS_ON_TIME: ReadonlySet<string> = new Set([
  ...['time', 'timestamp', 'predict_linear', 'minute', 'hour', 'day_of_month', 'day_of_week', 'day_of_year'],
  ...['days_in_month', 'month', 'year'],
]);

/**
 * An instant eval once more as the middle step of a range query, and at other times with `@` its own time on every
 * selector; as promqltest does. None for evals that are to fail or whose result is not a vector or number.
 */
export function repeatsOf(command: EvalCommand): readonly Repeat[] {
  const { mode, expr: text, startMs: atMs, string, remarks } = command;
  const parsed = parse(text);
  if (mode === 'range' || string !== undefined || !parsed.ok || remarks.some(({ kind }) => kind === 'fail')) return [];
  if (BOUNDS.test(text)) return [];
  const inRange = !command.ordered && command.rangeVector === undefined;
  const ways = (expr: Expr, timeMs: number, way: string): Repeat[] => [
    { way, evaluate: (options) => instantQuery(expr, { ...options, atMs: timeMs }) },
    ...(inRange ? [middleStep(expr, timeMs, `${way} in range mode`)] : []),
  ];
  const fixed = dependsOnTime(parsed.expr)
    ? []
    : otherTimes(atMs).flatMap((timeMs) =>
        ways(withTime(parsed.expr, { kind: 'time', timeMs: atMs }), timeMs, `with @ at ${timeMs} ms`),
      );
  return [...(inRange ? [middleStep(parsed.expr, atMs, 'in range mode')] : []), ...fixed];
}

function otherTimes(atMs: number): readonly number[] {
  return atMs === 0 ? [-1000, 0, 1000] : [-10 * atMs, 0, Math.trunc(atMs / 5), atMs, 10 * atMs];
}

/** The middle one of three steps, as an instant query gives it. */
function middleStep(expr: Expr, timeMs: number, way: string): Repeat {
  const grid = { startMs: timeMs - MINUTE_MS, endMs: timeMs + MINUTE_MS, stepMs: MINUTE_MS };
  return {
    way,
    evaluate: (options) => {
      const result = rangeQuery(expr, { ...options, ...grid });
      if (!result.ok || result.value.type !== 'matrix') return result;
      const samples = result.value.series.flatMap(({ labels, points }) =>
        points.filter(({ timestampMs }) => timestampMs === timeMs).map((point) => ({ labels, ...point })),
      );
      const [first] = samples;
      if (typeOf(expr) === 'scalar' && first !== undefined) return { ...result, value: { type: 'scalar', ...first } };
      return { ...result, value: { type: 'vector', samples } };
    },
  };
}

function dependsOnTime(expr: Expr): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.kind === 'call' && DEPENDS_ON_TIME.has(node.name);
  });
  return found;
}

/** Puts `@` on selectors and subqueries that have none; what is inside a subquery goes with its steps. */
function withTime(expr: Expr, at: AtModifier): Expr {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr;
    case 'vectorSelector':
    case 'subquery':
      return { ...expr, at: expr.at ?? at };
    case 'matrixSelector':
      return { ...expr, selector: { ...expr.selector, at: expr.selector.at ?? at } };
    case 'unary':
    case 'paren':
      return { ...expr, expr: withTime(expr.expr, at) };
    case 'binary':
      return { ...expr, left: withTime(expr.left, at), right: withTime(expr.right, at) };
    case 'call':
      return { ...expr, args: expr.args.map((arg) => withTime(arg, at)) };
    case 'aggregate':
      return {
        ...expr,
        expr: withTime(expr.expr, at),
        parameter: expr.parameter && withTime(expr.parameter, at),
      };
  }
}
