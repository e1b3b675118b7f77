import {
  formatValue,
  FUNCTIONS,
  typeOf,
  type Expr,
  type FunctionSignature,
  type VectorSelector,
} from '@firedrill/promql';

/** A parsed query as `/api/v1/parse_query` shows it: what Prometheus' query page draws. */
export function parseTree(expr: Expr): unknown {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatValue(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value };
    case 'paren':
      return { type: 'parenExpr', expr: parseTree(expr.expr) };
    case 'unary':
      return { type: 'unaryExpr', op: expr.operator, expr: parseTree(expr.expr) };
    case 'vectorSelector':
      return { type: 'vectorSelector', ...selectorTree(expr) };
    case 'matrixSelector':
      return { type: 'matrixSelector', ...selectorTree(expr.selector), range: expr.rangeMs, rangeExpr: null };
    case 'call':
      return { type: 'call', func: functionTree(expr.name), args: expr.args.map(parseTree) };
    case 'subquery':
      return subqueryTree(expr);
    case 'aggregate':
      return aggregateTree(expr);
    case 'binary':
      return binaryTree(expr);
  }
}

type Kind<Name extends Expr['kind']> = Extract<Expr, { readonly kind: Name }>;

function subqueryTree(expr: Kind<'subquery'>): unknown {
  return {
    type: 'subquery',
    expr: parseTree(expr.expr),
    range: expr.rangeMs,
    rangeExpr: null,
    step: expr.stepMs ?? 0,
    stepExpr: null,
    ...timeTree(expr),
  };
}

function aggregateTree({ operator, expr, parameter, grouping }: Kind<'aggregate'>): unknown {
  return {
    type: 'aggregation',
    op: operator,
    expr: parseTree(expr),
    param: parameter === undefined ? null : parseTree(parameter),
    grouping: grouping.labels,
    without: grouping.kind === 'without',
  };
}

function binaryTree({ operator, left, right, matching, returnBool }: Kind<'binary'>): unknown {
  const isBetweenVectors = typeOf(left) === 'vector' && typeOf(right) === 'vector';
  return {
    type: 'binaryExpr',
    op: operator,
    lhs: parseTree(left),
    rhs: parseTree(right),
    matching: isBetweenVectors ? matchingTree(operator, matching) : null,
    bool: returnBool,
  };
}

const SETS: readonly string[] = ['and', 'or', 'unless'];

function matchingTree(operator: string, { cardinality, on, labels, include }: Kind<'binary'>['matching']): unknown {
  const card = SETS.includes(operator) ? 'many-to-many' : cardinality;
  return { card, labels, on, include, fillValues: { lhs: null, rhs: null } };
}

function selectorTree({ name, matchers, ...time }: VectorSelector): object {
  const trees = matchers.map((matcher) => ({ name: matcher.name, type: matcher.operator, value: matcher.value }));
  // The name before the braces is the last matcher in Prometheus.
  const ordered = name === undefined ? trees : [...trees.slice(1), ...trees.slice(0, 1)];
  return { name: name ?? '', matchers: ordered, ...timeTree(time), anchored: false, smoothed: false };
}

function timeTree({ offsetMs, at }: Pick<VectorSelector, 'offsetMs' | 'at'>): object {
  return {
    offset: offsetMs,
    offsetExpr: null,
    timestamp: at?.kind === 'time' ? at.timeMs : null,
    startOrEnd: at === undefined || at.kind === 'time' ? null : at.kind,
  };
}

function functionTree(name: string): unknown {
  const signature: FunctionSignature | undefined = (FUNCTIONS as Readonly<Record<string, FunctionSignature>>)[name];
  const { args = [], returns = 'vector', optional = 0, repeats } = signature ?? {};
  return { name, argTypes: args, variadic: repeats === true ? -1 : optional, returnType: returns };
}
