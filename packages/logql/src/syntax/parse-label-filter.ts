import { QueryError } from '@firedrill/query-core';
import type { Comparison, LabelFilter, MatcherNode } from './ast';
import { GoNumberError, parseGoFloat } from './go-number';
import type { LogqlToken } from './lexer';
import type { LogqlCursor } from './logql-cursor';

/** conjunction { "or" conjunction } */
export function parseLabelFilter(cursor: LogqlCursor): LabelFilter {
  let left = parseConjunction(cursor);
  while (cursor.takeIf('or') !== undefined) {
    const right = parseConjunction(cursor);
    left = { kind: 'or', left, right, span: cursor.spanFrom(left.span.start) };
  }
  return left;
}

/** condition { [ "and" | "," ] condition } */
function parseConjunction(cursor: LogqlCursor): LabelFilter {
  let left = parseCondition(cursor);
  while (cursor.is('and', ',', 'identifier', '(')) {
    if (cursor.is('and', ',')) cursor.take();
    const right = parseCondition(cursor);
    left = { kind: 'and', left, right, span: cursor.spanFrom(left.span.start) };
  }
  return left;
}

/** "(" labelFilter ")" | name operator value */
function parseCondition(cursor: LogqlCursor): LabelFilter {
  if (cursor.is('(')) {
    const { start } = cursor.take().span;
    const inner = parseLabelFilter(cursor);
    cursor.expect(')');
    return { ...inner, span: cursor.spanFrom(start) };
  }
  if (!cursor.is('identifier')) cursor.unexpected('identifier', '(');
  const name = cursor.take();
  const operator = cursor.expect('=', '!=', '=~', '!~', '==', '>', '>=', '<', '<=');
  if (cursor.is('string') && ['=', '!=', '=~', '!~'].includes(operator.kind))
    return matcherFilter(cursor, name, operator);
  if (operator.kind === '=~' || operator.kind === '!~') cursor.unexpected('string');
  if (cursor.is('ip') && (operator.kind === '=' || operator.kind === '!=')) return ipFilter(cursor, name, operator);
  return amountFilter(cursor, name, operator);
}

function matcherFilter(cursor: LogqlCursor, name: LogqlToken, operator: LogqlToken): LabelFilter {
  const { value } = cursor.take();
  const span = cursor.spanFrom(name.span.start);
  const matcher: MatcherNode = { name: name.value, operator: operator.kind as MatcherNode['operator'], value, span };
  return { kind: 'matcher', matcher, span };
}

function ipFilter(cursor: LogqlCursor, name: LogqlToken, operator: LogqlToken): LabelFilter {
  cursor.take();
  cursor.expect('(');
  const pattern = cursor.expect('string').value;
  cursor.expect(')');
  const span = cursor.spanFrom(name.span.start);
  return { kind: 'ip', name: name.value, negative: operator.kind === '!=', pattern, span };
}

/** A number with or without sign, a duration or a size. */
function amountFilter(cursor: LogqlCursor, name: LogqlToken, operator: LogqlToken): LabelFilter {
  const comparison = (operator.kind === '==' ? '=' : operator.kind) as Comparison;
  const sign = cursor.takeIf('-') ?? cursor.takeIf('+');
  const token = sign === undefined ? cursor.expect('number', 'duration', 'bytes') : cursor.expect('number');
  const amount = token.kind === 'number' ? readNumber(token) : token.amount;
  const kind = token.kind as 'number' | 'duration' | 'bytes';
  const value = sign?.kind === '-' ? -amount : amount;
  return { kind, name: name.value, operator: comparison, value, span: cursor.spanFrom(name.span.start) };
}

function readNumber(token: LogqlToken): number {
  try {
    return parseGoFloat(token.value);
  } catch (error) {
    if (error instanceof GoNumberError) throw new QueryError('check', 'expected a decimal number', token.span);
    throw error;
  }
}
