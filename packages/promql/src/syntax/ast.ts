import type { GroupingClause, Span, VectorMatching } from '@firedrill/query-core';
import type { Matcher } from '@firedrill/timeseries';

interface Node {
  /** The node's text in the query, modifiers included. */
  readonly span: Span;
}

export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** `@ <seconds>`, `@ start()`, `@ end()`. */
export type AtModifier = { readonly kind: 'time'; readonly timeMs: number } | { readonly kind: 'start' | 'end' };

/** What moves the time at which a selector or subquery looks; `@` is applied before the offset. */
export interface TimeModifiers {
  /** Positive looks into the past. */
  readonly offsetMs: number;
  readonly at: AtModifier | undefined;
}

export interface VectorSelector extends Node, TimeModifiers {
  readonly kind: 'vectorSelector';
  /** The metric name when it stands before the braces. */
  readonly name: string | undefined;
  /** All matchers; that of the name before the braces comes first. */
  readonly matchers: readonly Matcher[];
}

export interface MatrixSelector extends Node {
  readonly kind: 'matrixSelector';
  /** Holds the time modifiers, also those written after the range. */
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

export interface SubqueryExpr extends Node, TimeModifiers {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  /** undefined: the evaluation's default step. */
  readonly stepMs: number | undefined;
}

export interface CallExpr extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
}

export type AggregateOperator =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile';

export interface AggregateExpr extends Node {
  readonly kind: 'aggregate';
  readonly operator: AggregateOperator;
  readonly expr: Expr;
  /** The first argument of topk, bottomk, quantile and count_values. */
  readonly parameter: Expr | undefined;
  /** `by ()` when the query has no clause. */
  readonly grouping: GroupingClause;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SetOperator = 'and' | 'or' | 'unless';
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;

export interface BinaryExpr extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
  /** `bool`: the comparison gives 0 or 1 instead of filtering. */
  readonly returnBool: boolean;
  /** Means something only between two vectors. */
  readonly matching: VectorMatching;
}

export interface UnaryExpr extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly expr: Expr;
}

export interface ParenExpr extends Node {
  readonly kind: 'paren';
  readonly expr: Expr;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | SubqueryExpr
  | CallExpr
  | AggregateExpr
  | BinaryExpr
  | UnaryExpr
  | ParenExpr;

/** The expressions directly inside one, in the order of the text. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return [];
    case 'matrixSelector':
      return [expr.selector];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [expr.expr];
    case 'call':
      return expr.args;
    case 'aggregate':
      return expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr];
    case 'binary':
      return [expr.left, expr.right];
  }
}

/** Calls `visit` for the expression and everything inside it, parents first. */
export function walk(
  expr: Expr,
  visit: (node: Expr, ancestors: readonly Expr[]) => void,
  ancestors: readonly Expr[] = [],
): void {
  visit(expr, ancestors);
  for (const child of children(expr)) walk(child, visit, [...ancestors, expr]);
}

/** The expression without the parentheses around it. */
export function unwrapParens(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapParens(expr.expr) : expr;
}

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}

export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return operator === 'and' || operator === 'or' || operator === 'unless';
}
