import type { ArithmeticOperator, ComparisonOperator } from '../syntax/ast';

const COMPARISONS: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

const ARITHMETIC: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? NaN : left / right),
  '%': (left, right) => (right === 0 ? NaN : left % right),
  '^': power,
};

/** What the operator makes of two numbers; a comparison makes 0 or 1. Division by 0 is NaN, as in Loki. */
export function combine(operator: ArithmeticOperator | ComparisonOperator, left: number, right: number): number {
  return isComparison(operator) ? Number(COMPARISONS[operator](left, right)) : ARITHMETIC[operator](left, right);
}

export function isComparison(operator: string): operator is ComparisonOperator {
  return operator in COMPARISONS;
}

/** Go's power: 1 to anything and -1 to an infinity are 1, where JavaScript says NaN. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}
