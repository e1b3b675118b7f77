import { QueryError } from '@firedrill/query-core';
import { formatPlain } from './print';
import { goTypeName, GoStruct, type GoValue } from './value';

/** Go's `eq`: whether the first equals any of the others; values of different kinds are an error, nil equals nil only. */
export function equalsAny(first: GoValue, others: readonly GoValue[]): boolean {
  requireComparable(first);
  if (others.length === 0) throw new QueryError('execution', 'missing argument for comparison');
  return others.some((other) => equals(first, other));
}

/** Go's `lt`: less-than of two ints, floats or strings. */
export function isLess(left: GoValue, right: GoValue): boolean {
  requireOrdered(left);
  requireOrdered(right);
  if (typeof left !== typeof right) throw incompatible(left, right);
  return (left as string) < (right as string);
}

function equals(left: GoValue, right: GoValue): boolean {
  requireComparable(right);
  const leftIsNil = left === undefined || left === null;
  const rightIsNil = right === undefined || right === null;
  if (leftIsNil || rightIsNil) return leftIsNil && rightIsNil;
  if (typeof left !== typeof right) throw incompatible(left, right);
  return left === right;
}

function requireComparable(value: GoValue): void {
  if (value === null || typeof value !== 'object') return;
  throw new QueryError('execution', `non-comparable type ${formatPlain(value)}: ${goTypeName(value)}`);
}

function requireOrdered(value: GoValue): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return;
  const what = value instanceof GoStruct ? value.typeName : goTypeName(value);
  throw new QueryError('execution', `invalid type for comparison: ${what}`);
}

function incompatible(left: GoValue, right: GoValue): QueryError {
  return new QueryError('execution', `incompatible types for comparison: ${goTypeName(left)} and ${goTypeName(right)}`);
}
