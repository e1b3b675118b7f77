import type { Expr as LogqlExpr } from '@firedrill/logql';
import { unwrapParens, type Expr } from '@firedrill/promql';
import type { LintQuery } from './lint-query';

/** The labels that the answer of a query can have; undefined when that depends on the data. */
export function keptLabels({ promql, logql }: LintQuery): ReadonlySet<string> | undefined {
  if (promql !== undefined) return ofPromql(promql);
  return logql === undefined ? undefined : ofLogql(logql);
}

function ofPromql(expr: Expr): ReadonlySet<string> | undefined {
  const inner = unwrapParens(expr);
  switch (inner.kind) {
    case 'aggregate':
      if (['topk', 'bottomk', 'count_values'].includes(inner.operator)) return undefined;
      return inner.grouping.kind === 'without' ? undefined : new Set(inner.grouping.labels);
    case 'unary':
      return ofPromql(inner.expr);
    case 'number':
      return new Set();
    case 'binary':
      return together(ofPromql(inner.left), ofPromql(inner.right), inner.operator);
    case 'call': {
      if (/^(?:label_replace|label_join|absent|absent_over_time)$/.test(inner.name)) return undefined;
      const vectors = inner.args.filter(({ kind }) => kind !== 'number' && kind !== 'string');
      return vectors.length === 1 && vectors[0] !== undefined ? ofPromql(vectors[0]) : undefined;
    }
    default:
      return undefined;
  }
}

function ofLogql(expr: LogqlExpr): ReadonlySet<string> | undefined {
  switch (expr.kind) {
    case 'vectorAggregation':
      if (expr.grouping === undefined) return /^(?:topk|bottomk|sort.*)$/.test(expr.operation) ? undefined : new Set();
      return expr.grouping.kind === 'without' ? undefined : new Set(expr.grouping.labels);
    case 'rangeAggregation':
      return expr.grouping === undefined || expr.grouping.kind === 'without'
        ? undefined
        : new Set(expr.grouping.labels);
    case 'literal':
    case 'vector':
      return new Set();
    case 'binary':
      return together(ofLogql(expr.left), ofLogql(expr.right), expr.operator);
    default:
      return undefined;
  }
}

/** A pair has the labels of both sides at most; `or` and the labels of group_left change nothing in that. */
function together(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
  operator: string,
): ReadonlySet<string> | undefined {
  if (operator === 'and' || operator === 'unless') return left;
  return left === undefined || right === undefined ? undefined : new Set([...left, ...right]);
}
