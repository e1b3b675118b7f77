import { QueryError } from '@firedrill/query-core';
import { compileLabelMatcher } from '../pipeline/label-matcher';
import { compileStage } from '../pipeline/compile-stage';
import { compileRegularExpression } from '../pipeline/regular-expression';
import { compileUnwrap } from '../pipeline/unwrap-sample';
import type { BinaryExpr, Expr, LogExpr, RangeAggregationExpr, VectorAggregationExpr } from '../syntax/ast';
import { walk } from '../syntax/walk';
import { RANGE_RULES, VECTOR_RULES } from './rules';

/** Throws QueryError `check` for a query that can be read and has no meaning, `unsupported` for what is not built yet. */
export function check(expr: Expr): void {
  walk(expr, checkNode);
}

function checkNode(expr: Expr): void {
  switch (expr.kind) {
    case 'log':
      checkLog(expr);
      return;
    case 'rangeAggregation':
      checkRangeAggregation(expr);
      return;
    case 'vectorAggregation':
      checkVectorAggregation(expr);
      return;
    case 'binary':
      checkBinary(expr);
      return;
    case 'labelReplace':
      checkVector(expr.argument, 'label_replace');
      compileRegularExpression(expr.pattern, expr.span);
      return;
    case 'vector':
    case 'literal':
  }
}

function checkLog({ matchers, stages, span }: LogExpr): void {
  const compiled = matchers.map(compileLabelMatcher);
  if (compiled.every((matcher) => matcher.matches(''))) {
    throw new QueryError('check', 'expected a matcher that does not accept an empty value, such as app="api"', span);
  }
  stages.forEach(compileStage);
}

function checkRangeAggregation({ operation, parameter, unwrap, grouping, span }: RangeAggregationExpr): void {
  const rules = RANGE_RULES[operation];
  if (rules.parameter !== (parameter !== undefined)) {
    throw new QueryError('check', `${operation} takes ${rules.parameter ? 'a number first' : 'no number'}`, span);
  }
  if (unwrap === undefined && rules.unwrap === 'required') {
    throw new QueryError('check', `${operation} needs "| unwrap label" before its range`, span);
  }
  if (unwrap !== undefined && rules.unwrap === 'forbidden') {
    throw new QueryError('check', `${operation} takes no unwrap`, unwrap.span);
  }
  if (grouping !== undefined && !rules.grouping) {
    throw new QueryError('check', `${operation} takes no "${grouping.kind}": put it on an aggregation around it`, span);
  }
  if (unwrap !== undefined) compileUnwrap(unwrap);
}

function checkVectorAggregation({ operation, parameter, argument, grouping, span }: VectorAggregationExpr): void {
  const rules = VECTOR_RULES[operation];
  if (rules.parameter !== (parameter !== undefined)) {
    throw new QueryError('check', `${operation} takes ${rules.parameter ? 'a number first' : 'no number'}`, span);
  }
  if (parameter !== undefined && (!Number.isInteger(parameter) || parameter < 1)) {
    throw new QueryError('check', `${operation} takes a whole number from 1 on, got ${parameter}`, span);
  }
  if (grouping !== undefined && !rules.grouping) throw new QueryError('check', `${operation} takes no grouping`, span);
  checkVector(argument, operation);
}

function checkVector(argument: Expr, operation: string): void {
  if (isConstant(argument)) throw new QueryError('check', `${operation} takes a vector, not a number`, argument.span);
}

function checkBinary({ operator, left, right }: BinaryExpr): void {
  if (operator !== 'and' && operator !== 'or' && operator !== 'unless') return;
  const number = [left, right].find(isConstant);
  if (number !== undefined)
    throw new QueryError('check', `a number cannot be an operand of "${operator}"`, number.span);
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'literal' || (expr.kind === 'binary' && isConstant(expr.left) && isConstant(expr.right));
}
