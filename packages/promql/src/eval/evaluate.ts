import type { Expr, UnaryExpr } from '../syntax/ast';
import { evaluateAggregate } from './aggregate';
import { evaluateBinary } from './binary';
import { evaluateCall } from './calls';
import type { Evaluation } from './evaluation';
import type { Value } from './sample';
import { evaluateSelector } from './selectors';

/** The value of an expression at one time. Range vectors have none: functions read them through windows. */
export function evaluate(expr: Expr, evaluation: Evaluation, timeMs: number): Value {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr.value;
    case 'vectorSelector':
      return evaluateSelector(expr, evaluation, timeMs);
    case 'matrixSelector':
    case 'subquery':
      throw new Error(`invariant: a ${expr.kind} is only an argument`);
    case 'paren':
      return evaluate(expr.expr, evaluation, timeMs);
    case 'unary':
      return evaluateUnary(expr, evaluate(expr.expr, evaluation, timeMs), evaluation);
    case 'binary':
      return evaluateBinary(
        expr,
        evaluate(expr.left, evaluation, timeMs),
        evaluate(expr.right, evaluation, timeMs),
        evaluation,
      );
    case 'aggregate':
      return evaluateAggregate(expr, evaluation.vector(expr.expr, timeMs), evaluation, timeMs);
    case 'call':
      return evaluateCall(expr, evaluation, timeMs);
  }
}

function evaluateUnary({ operator, expr }: UnaryExpr, value: Value, evaluation: Evaluation): Value {
  if (operator === '+' || typeof value === 'string') return value;
  if (typeof value === 'number') return -value;
  const negated = value.map((sample) => evaluation.unnamed(sample.labels, -sample.value));
  return evaluation.distinct(negated, value, expr);
}
