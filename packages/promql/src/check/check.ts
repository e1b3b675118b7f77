import { QueryError, type Span } from '@firedrill/query-core';
import {
  isComparison,
  isSetOperator,
  type AggregateExpr,
  type BinaryExpr,
  type CallExpr,
  type Expr,
  type VectorSelector,
} from '../syntax/ast';
import { AGGREGATIONS } from '../syntax/parse-aggregation';
import { FUNCTIONS, isFunctionName, type FunctionSignature } from './functions';
import { TYPE_NAMES, typeOf, type ValueType } from './value-types';

/** Throws QueryError `check` for the first expression whose types or labels do not go together. */
export function check(expr: Expr): void {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return;
    case 'vectorSelector': {
      checkSelector(expr);
      return;
    }
    case 'matrixSelector': {
      checkSelector(expr.selector);
      return;
    }
    case 'paren': {
      check(expr.expr);
      return;
    }
    case 'subquery':
      check(expr.expr);
      if (typeOf(expr.expr) !== 'vector')
        refuse(`a subquery is only allowed on an instant vector, ${got(expr.expr)}`, expr.span);
      return;
    case 'unary':
      check(expr.expr);
      if (!isNumeric(expr.expr))
        refuse(`a sign is only allowed on a scalar or an instant vector, ${got(expr.expr)}`, expr.span);
      return;
    case 'call': {
      checkCall(expr);
      return;
    }
    case 'aggregate': {
      checkAggregate(expr);
      return;
    }
    case 'binary': {
      checkBinary(expr);
      return;
    }
  }
}

function checkSelector({ name, matchers, span }: VectorSelector): void {
  const inner = matchers.slice(1).find((matcher) => matcher.name === '__name__');
  if (name !== undefined && inner !== undefined) refuse(`metric name set twice: "${name}" and "${inner.value}"`, span);
  if (name === undefined && matchers.every((matcher) => matcher.matches(''))) {
    refuse('a selector needs at least one matcher that does not match the empty string', span);
  }
}

function checkCall(expr: CallExpr): void {
  if (!isFunctionName(expr.name)) return;
  const signature: FunctionSignature = FUNCTIONS[expr.name];
  checkArity(expr, signature);
  for (const [index, arg] of expr.args.entries()) {
    const expected = signature.args[index] ?? signature.args.at(-1);
    if (expected !== undefined) expectType(arg, expected, `the call to ${expr.name}`);
  }
}

function checkArity({ name, args, span }: CallExpr, signature: FunctionSignature): void {
  const optional = signature.repeats === true ? 1 : (signature.optional ?? 0);
  const least = signature.args.length - optional;
  const most = signature.repeats === true ? Infinity : signature.args.length;
  if (args.length >= least && args.length <= most) return;
  const expected = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  refuse(`${name} takes ${expected} argument(s), got ${args.length}`, span);
}

function checkAggregate(expr: AggregateExpr): void {
  expectType(expr.expr, 'vector', `the aggregation ${expr.operator}`);
  const expected = AGGREGATIONS[expr.operator];
  if (expr.parameter !== undefined && expected !== undefined) {
    expectType(expr.parameter, expected, `the parameter of ${expr.operator}`);
  }
}

function checkBinary(expr: BinaryExpr): void {
  check(expr.left);
  check(expr.right);
  const { operator, operatorSpan, returnBool, matching } = expr;
  const scalars = [expr.left, expr.right].filter((side) => typeOf(side) === 'scalar').length;
  if (returnBool && !isComparison(operator)) refuse('bool is only allowed on comparison operators', operatorSpan);
  if (isComparison(operator) && !returnBool && scalars === 2) {
    refuse('a comparison between scalars needs bool', operatorSpan);
  }
  const both = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (both !== undefined) refuse(`label "${both}" may not be in the on and the group clause at once`, operatorSpan);
  for (const side of [expr.left, expr.right]) {
    if (!isNumeric(side)) refuse(`an operand must be a scalar or an instant vector, ${got(side)}`, side.span);
  }
  if (scalars > 0 && matching.labels.length > 0)
    refuse('on and ignoring are only allowed between instant vectors', expr.span);
  if (!isSetOperator(operator)) return;
  if (scalars > 0) refuse(`set operator "${operator}" is not allowed with a scalar`, expr.span);
  if (matching.cardinality !== 'many-to-many') refuse(`no grouping is allowed for "${operator}"`, expr.span);
}

function expectType(expr: Expr, expected: ValueType, where: string): void {
  check(expr);
  if (typeOf(expr) !== expected) refuse(`expected ${TYPE_NAMES[expected]} in ${where}, ${got(expr)}`, expr.span);
}

function isNumeric(expr: Expr): boolean {
  return typeOf(expr) === 'scalar' || typeOf(expr) === 'vector';
}

function got(expr: Expr): string {
  return `got ${TYPE_NAMES[typeOf(expr)]}`;
}

function refuse(message: string, span: Span): never {
  throw new QueryError('check', message, span);
}
