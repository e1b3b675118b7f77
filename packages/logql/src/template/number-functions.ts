import { QueryError } from '@firedrill/query-core';
import { goFunction, type GoFunctions, type GoValue } from '@firedrill/go-template';
import { addDecimals, divideDecimals, multiplyDecimals, subtractDecimals } from './decimal';
import { GoNumberError, parseGoFloat } from '../syntax/go-number';

const variadic = { variadic: true } as const;
type Values = readonly GoValue[];

/** Arithmetic on whatever can be read as a number; what cannot is 0. */
export const NUMBER_FUNCTIONS: GoFunctions = {
  int: goFunction(['any'], (value: GoValue) => toInt(value)),
  float64: goFunction(['any'], (value: GoValue) => toFloat(value)),
  add: goFunction(['any'], (...values: Values) => values.map(toInt).reduce((sum, value) => sum + value, 0n), variadic),
  sub: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => toInt(left) - toInt(right)),
  mul: goFunction(
    ['any', 'any'],
    (...values: Values) => values.map(toInt).reduce((product, value) => product * value, 1n),
    variadic,
  ),
  div: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => toInt(left) / divisor(right)),
  mod: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => toInt(left) % divisor(right)),
  max: goFunction(['any', 'any'], (...values: Values) => extremeInt(values, (value, best) => value > best), variadic),
  min: goFunction(['any', 'any'], (...values: Values) => extremeInt(values, (value, best) => value < best), variadic),
  addf: goFunction(['any'], (...values: Values) => values.map(toFloat).reduce(addDecimals, 0), variadic),
  subf: goFunction(['any', 'any'], (...values: Values) => reduceFloats(values, subtractDecimals), variadic),
  mulf: goFunction(['any', 'any'], (...values: Values) => reduceFloats(values, multiplyDecimals), variadic),
  divf: goFunction(['any', 'any'], (...values: Values) => reduceFloats(values, divideDecimals), variadic),
  maxf: goFunction(['any', 'any'], (...values: Values) => Math.max(...values.map(toFloat)), variadic),
  minf: goFunction(['any', 'any'], (...values: Values) => Math.min(...values.map(toFloat)), variadic),
  ceil: goFunction(['any'], (value: GoValue) => Math.ceil(toFloat(value))),
  floor: goFunction(['any'], (value: GoValue) => Math.floor(toFloat(value))),
  round: goFunction(['any', 'int', 'any'], round, variadic),
};

export function toInt(value: GoValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'string' ? parseInteger(value) : 0n;
}

/** Go's integer notation with its prefixes; a leading 0 is octal. */
function parseInteger(text: string): bigint {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '')) ?? [];
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (!/^(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(octal)) return 0n;
  return sign === '-' ? -BigInt(octal) : BigInt(octal);
}

function toFloat(value: GoValue): number {
  if (typeof value !== 'string') return typeof value === 'number' ? value : Number(toInt(value));
  try {
    return parseGoFloat(value);
  } catch (error) {
    if (error instanceof GoNumberError) return 0;
    throw error;
  }
}

function divisor(value: GoValue): bigint {
  const number = toInt(value);
  if (number === 0n) throw new QueryError('execution', 'runtime error: integer divide by zero');
  return number;
}

function extremeInt(values: Values, better: (value: bigint, best: bigint) => boolean): bigint {
  return values.map(toInt).reduce((best, value) => (better(value, best) ? value : best));
}

function reduceFloats(values: Values, combine: (left: number, right: number) => number): number {
  return values.map(toFloat).reduce(combine);
}

/** To a number of decimals; a fraction from `on` (0.5) up goes up. */
function round(value: GoValue, decimals: bigint, on: GoValue = 0.5): number {
  const scale = 10 ** Number(decimals);
  const scaled = toFloat(value) * scale;
  const fraction = scaled - Math.trunc(scaled);
  return (fraction >= toFloat(on) ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}
