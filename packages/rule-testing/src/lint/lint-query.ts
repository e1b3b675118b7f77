import type { ConfigNode } from '@firedrill/config-file';
import type { DataSourceType } from '@firedrill/grafana-alerting';
import { parse as parseLogql, type Expr as LogqlExpr } from '@firedrill/logql';
import { parse as parsePromql, unwrapParens, type Expr } from '@firedrill/promql';

export type ExpressionType = 'math' | 'reduce' | 'resample' | 'threshold' | 'classic_conditions';

/** One entry of a rule's `data`. */
export interface LintQuery {
  readonly node: ConfigNode;
  readonly refId: string;
  readonly datasourceUid: string;
  /** undefined for a query of a data source. */
  readonly expression: ExpressionType | undefined;
  /** undefined for an expression. */
  readonly source: DataSourceType | undefined;
  readonly model: ConfigNode | undefined;
  readonly promql: Expr | undefined;
  readonly logql: LogqlExpr | undefined;
}

const MACRO = /\$(?:\{__\w+\}|__\w+)/g;

export function lintQuery(node: ConfigNode, types: ReadonlyMap<string, DataSourceType>): LintQuery {
  const model = node.get('model');
  const datasourceUid = node.get('datasourceUid')?.source ?? '';
  const isExpression = datasourceUid === '__expr__' || datasourceUid === '-100';
  const source = isExpression ? undefined : (types.get(datasourceUid) ?? 'other');
  const text = (model?.get('expr')?.source ?? '').replaceAll(MACRO, '5m');
  return {
    node,
    refId: node.get('refId')?.source ?? '',
    datasourceUid,
    expression: isExpression ? (model?.get('type')?.source as ExpressionType | undefined) : undefined,
    source,
    model,
    promql: source === 'prometheus' ? promqlOf(text) : undefined,
    logql: source === 'loki' ? logqlOf(text) : undefined,
  };
}

/** The refIds that an expression reads. */
export function inputsOf({ expression, model }: LintQuery): readonly string[] {
  const text = model?.get('expression')?.source ?? '';
  switch (expression) {
    case undefined:
      return [];
    case 'math':
      return [...text.matchAll(/\$(?:\{([^}]+)\}|(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? '');
    case 'classic_conditions':
      return (model?.get('conditions')?.items() ?? []).map(
        (condition) => condition.get('query')?.get('params')?.items()[0]?.source ?? '',
      );
    default:
      return [text.replace(/^\$(?:\{(.*)\}|)/, '$1')];
  }
}

/** The query or expression that a reduce, a resample or a math of one variable passes on. */
export function passedOn(query: LintQuery, queries: readonly LintQuery[], depth = 0): LintQuery {
  const [input] = inputsOf(query);
  const alone = query.expression === 'math' && /^\s*\$\{?\w+\}?\s*$/.test(query.model?.get('expression')?.source ?? '');
  const passes = query.expression === 'reduce' || query.expression === 'resample' || alone;
  const next = passes ? queries.find(({ refId }) => refId === input) : undefined;
  return next === undefined || depth > queries.length ? query : passedOn(next, queries, depth + 1);
}

/** Whether what a query gives is a series over time: only a reduce makes a number of it. */
export function isSeries(query: LintQuery, queries: readonly LintQuery[], depth = 0): boolean {
  const { expression, source, model } = query;
  if (expression === 'math' || expression === 'threshold') {
    const inputs = queries.filter(({ refId }) => inputsOf(query).includes(refId));
    return depth <= queries.length && inputs.some((input) => isSeries(input, queries, depth + 1));
  }
  if (expression !== undefined) return expression === 'resample';
  switch (source) {
    case 'prometheus':
      return model?.get('instant')?.toData() !== true || model.get('range')?.toData() === true;
    case 'loki':
      return (model?.get('queryType')?.source ?? 'range') === 'range';
    case 'postgres':
      return model?.get('rawSql') !== undefined && model.get('format')?.source !== 'table';
    default:
      return false;
  }
}

/** Whether a query gives 1 or 0 for true and false instead of what was measured. */
export function isTruth({ expression, model }: LintQuery): boolean {
  if (expression === 'threshold') return true;
  return (
    expression === 'math' &&
    /[<>]|[=!]=|&&|\|\||!|\bis_(?:nan|inf|number|null)\b/.test(model?.get('expression')?.source ?? '')
  );
}

function promqlOf(text: string): Expr | undefined {
  const parsed = parsePromql(text);
  return parsed.ok ? unwrapParens(parsed.expr) : undefined;
}

function logqlOf(text: string): LogqlExpr | undefined {
  try {
    return parseLogql(text);
  } catch {
    return undefined;
  }
}
