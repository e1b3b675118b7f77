import { VectorMatcher } from '@firedrill/query-core';
import { isComparison, isSetOperator, type BinaryExpr, type BinaryOperator, type SetOperator } from '../syntax/ast';
import { typeOf } from '../check/value-types';
import { ARITHMETIC, COMPARISON } from './arithmetic';
import type { Evaluation } from './evaluation';
import { assertDistinct, withoutName, type Sample, type Value } from './sample';

/** Applies a binary operator to what its two sides gave. */
export function evaluateBinary(expr: BinaryExpr, left: Value, right: Value, evaluation: Evaluation): Value {
  if (typeof left === 'number' && typeof right === 'number') return compute(expr.operator, left, right);
  if (typeof left === 'object' && typeof right === 'object') {
    return isSetOperator(expr.operator)
      ? SET_OPERATIONS[expr.operator](matcherOf(expr), left, right)
      : betweenVectors(expr, left, right, evaluation);
  }
  if (typeof left === 'object') return withScalar(expr, left, (value) => [value, Number(right)], evaluation);
  if (typeof right === 'object') return withScalar(expr, right, (value) => [Number(left), value], evaluation);
  throw new Error('invariant: the check let operands of a wrong type pass');
}

/** The result of the operator on two numbers; a comparison gives 0 or 1. */
function compute(operator: BinaryOperator, left: number, right: number): number {
  if (isSetOperator(operator)) throw new Error('invariant: set operators work on vectors');
  return isComparison(operator) ? Number(COMPARISON[operator](left, right)) : ARITHMETIC[operator](left, right);
}

const SET_OPERATIONS: Readonly<
  Record<SetOperator, (matcher: VectorMatcher, left: readonly Sample[], right: readonly Sample[]) => readonly Sample[]>
> = {
  and: (matcher, left, right) => matcher.present(left, right, true),
  unless: (matcher, left, right) => matcher.present(left, right, false),
  or: (matcher, left, right) => [...left, ...matcher.present(right, left, false)],
};

function withScalar(
  { operator, returnBool, left, right }: BinaryExpr,
  vector: readonly Sample[],
  operands: (value: number) => readonly [left: number, right: number],
  evaluation: Evaluation,
): readonly Sample[] {
  if (isComparison(operator) && !returnBool) {
    return vector.filter(({ value }) => compute(operator, ...operands(value)) === 1);
  }
  const result = vector.map(({ labels, value }) => evaluation.unnamed(labels, compute(operator, ...operands(value))));
  return evaluation.distinct(result, vector, typeOf(left) === 'vector' ? left : right);
}

function betweenVectors(
  expr: BinaryExpr,
  left: readonly Sample[],
  right: readonly Sample[],
  evaluation: Evaluation,
): readonly Sample[] {
  const filters = isComparison(expr.operator) && !expr.returnBool;
  const delayed = evaluation.settings.delayedNameRemoval;
  const pairs = matcherOf(expr).pairs(left, right, filters || delayed ? (labels) => labels : withoutName);
  const result: Sample[] = [];
  for (const pair of pairs) {
    const value = compute(expr.operator, pair.left.value, pair.right.value);
    if (!filters) result.push({ labels: pair.labels, value, dropName: delayed });
    else if (value === 1) result.push({ labels: pair.labels, value: pair.left.value, dropName: pair.left.dropName });
  }
  if (expr.matching.cardinality !== 'one-to-one') assertDistinct(result);
  return result;
}

const matchers = new WeakMap<BinaryExpr, VectorMatcher>();

/** One matcher for each place in a query: it remembers the signatures of the series it has seen. */
function matcherOf(expr: BinaryExpr): VectorMatcher {
  let matcher = matchers.get(expr);
  if (matcher === undefined) matchers.set(expr, (matcher = new VectorMatcher(expr.matching)));
  return matcher;
}
