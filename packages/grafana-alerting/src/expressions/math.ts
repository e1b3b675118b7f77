import { QueryError } from '@firedrill/query-core';
import { mapNumbers, type ExpressionValue } from './expression-value';
import type { BinaryOperator, MathFunction, MathNode } from './math-syntax';
import { pairValues } from './pair-values';

export type Variables = ReadonlyMap<string, readonly ExpressionValue[]>;
type Nullable = number | null;

/** Evaluates a parsed math expression over the values of the nodes that it names. */
export function evaluateMath(node: MathNode, variables: Variables): readonly ExpressionValue[] {
  switch (node.kind) {
    case 'number':
      return [{ kind: 'scalar', value: node.value }];
    case 'variable': {
      const values = variables.get(node.refId);
      if (values === undefined) throw new QueryError('execution', `no results for variable $${node.refId}`);
      return values;
    }
    case 'unary': {
      const apply = node.operator === '-' ? negate : invert;
      return evaluateMath(node.operand, variables).map((value) => mapNumbers(value, apply));
    }
    case 'binary':
      return pairValues(evaluateMath(node.left, variables), evaluateMath(node.right, variables), (x, y) =>
        apply(node.operator, x, y),
      );
    case 'call':
      return call(node, variables);
  }
}

const CONSTANTS: Readonly<Partial<Record<MathFunction, Nullable>>> = {
  nan: NaN,
  inf: Infinity,
  infn: -Infinity,
  null: null,
};

const FUNCTIONS: Readonly<Partial<Record<MathFunction, (value: Nullable) => Nullable>>> = {
  abs: (value) => Math.abs(value ?? NaN),
  log: (value) => Math.log(value ?? NaN),
  round: (value) => roundAwayFromZero(value ?? NaN),
  ceil: (value) => Math.ceil(value ?? NaN),
  floor: (value) => Math.floor(value ?? NaN),
  is_nan: (value) => (value === null ? NaN : Number(Number.isNaN(value))),
  is_inf: (value) => (value === null ? NaN : Number(Math.abs(value) === Infinity)),
  is_null: (value) => Number(value === null),
  is_number: (value) => Number(value !== null && Number.isFinite(value)),
};

function call(node: Extract<MathNode, { readonly kind: 'call' }>, variables: Variables): readonly ExpressionValue[] {
  const { name, argument } = node;
  const apply = FUNCTIONS[name];
  if (argument === undefined || apply === undefined) return [{ kind: 'scalar', value: CONSTANTS[name] ?? null }];
  return evaluateMath(argument, variables).map((value) => mapNumbers(value, apply));
}

function roundAwayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

function negate(value: Nullable): Nullable {
  return value === null ? null : -value;
}

function invert(value: Nullable): Nullable {
  if (value === null || Number.isNaN(value)) return value;
  return Number(value === 0);
}

const ARITHMETIC: Readonly<Record<Exclude<BinaryOperator, '||' | '&&'>, (x: number, y: number) => number>> = {
  '==': (x, y) => Number(x === y),
  '!=': (x, y) => Number(x !== y),
  '>': (x, y) => Number(x > y),
  '>=': (x, y) => Number(x >= y),
  '<': (x, y) => Number(x < y),
  '<=': (x, y) => Number(x <= y),
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '%': (x, y) => x % y,
  '**': (x, y) => x ** y,
};

/** Null makes null; the deciding side of `||` and `&&` decides before NaN does; any other NaN makes NaN. */
function apply(operator: BinaryOperator, x: Nullable, y: Nullable): Nullable {
  if (x === null || y === null) return null;
  if (operator === '||' && x !== 0) return 1;
  if (operator === '&&' && x === 0) return 0;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (operator === '||' || operator === '&&') return Number(y !== 0);
  return ARITHMETIC[operator](x, y);
}
