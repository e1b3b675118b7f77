import type { ArithmeticOperator, ComparisonOperator } from '../syntax/ast';
import type { BinaryPlan } from '../plan/metric-plan';
import { combine, isComparison } from './arithmetic';
import type { Sample } from './log-source';

type NumberOperator = ArithmeticOperator | ComparisonOperator;

/** Two vectors: pairs of matching elements, or one side by what the other has. */
export function combineVectors(plan: BinaryPlan, left: readonly Sample[], right: readonly Sample[]): readonly Sample[] {
  const { operator, matcher } = plan;
  switch (operator) {
    case 'and':
      return matcher.present(left, right, true);
    case 'unless':
      return matcher.present(left, right, false);
    case 'or':
      return [...left, ...matcher.present(right, left, false)];
    default:
      return matcher
        .pairs(left, right)
        .flatMap((pair) =>
          combineOne(operator, plan.bool, pair.labels, pair.left.value, pair.right.value, pair.left.value),
        );
  }
}

/** A vector and a number: a comparison that filters keeps the vector's value, whichever side it is on. */
export function combineWithNumber(
  plan: BinaryPlan,
  vector: readonly Sample[],
  number: number,
  numberIsLeft: boolean,
): readonly Sample[] {
  const operator = plan.operator as NumberOperator;
  return vector.flatMap(({ labels, value }) =>
    numberIsLeft
      ? combineOne(operator, plan.bool, labels, number, value, value)
      : combineOne(operator, plan.bool, labels, value, number, value),
  );
}

function combineOne(
  operator: NumberOperator,
  bool: boolean,
  labels: Sample['labels'],
  left: number,
  right: number,
  kept: number,
): readonly Sample[] {
  const result = combine(operator, left, right);
  if (!isComparison(operator) || bool) return [{ labels, value: result }];
  return result === 1 ? [{ labels, value: kept }] : [];
}
