import { MAX_DURATION_MS } from '@firedrill/timeseries';
import type { Span } from '@firedrill/query-core';
import { numberOf } from './parse-number';
import type { TokenReader } from './token-reader';
import type { TokenKind } from './tokens';

const OPERATORS: Partial<
  Record<TokenKind, { readonly precedence: number; apply(left: number, right: number): number }>
> = {
  '+': { precedence: 1, apply: (left, right) => left + right },
  '-': { precedence: 1, apply: (left, right) => left - right },
  '*': { precedence: 2, apply: (left, right) => left * right },
  '/': { precedence: 2, apply: (left, right) => left / right },
  '%': { precedence: 2, apply: (left, right) => left % right },
  '^': { precedence: 4, apply: (left, right) => left ** right },
};
const UNARY_PRECEDENCE = 3;

/** `duration: number | duration | ("+" | "-") duration | duration operator duration | "(" duration ")"`, in milliseconds. */
export function parseRange(reader: TokenReader): number {
  const start = reader.peek().span;
  const seconds = parseExpression(reader, 0, 'range');
  const span = reader.spanFrom(start);
  if (!(seconds > 0)) reader.refuse('duration must be greater than 0', span);
  return Math.max(1, toMilliseconds(reader, seconds, span));
}

/** Without parentheses an offset is one number or duration with or without a sign: `b offset 5m * c` multiplies by c. */
export function parseOffset(reader: TokenReader): number {
  const start = reader.peek().span;
  const seconds = parseOperand(reader, 'offset');
  return toMilliseconds(reader, seconds, reader.spanFrom(start));
}

function parseExpression(reader: TokenReader, minimum: number, where: string): number {
  let left = parseOperand(reader, where);
  for (;;) {
    const operator = OPERATORS[reader.peek().kind];
    if (operator === undefined || operator.precedence < minimum) return left;
    const token = reader.take();
    const right = parseExpression(reader, operator.precedence + (token.kind === '^' ? 0 : 1), where);
    if ((token.kind === '/' || token.kind === '%') && right === 0)
      reader.refuse('division by zero in a duration', token.span);
    left = operator.apply(left, right);
  }
}

function parseOperand(reader: TokenReader, where: string): number {
  const token = reader.peek();
  if (reader.is('number', 'duration')) return numberOf(reader, reader.take());
  if (reader.takeIf('-') !== undefined) return -parseSigned(reader, where);
  if (reader.takeIf('+') !== undefined) return parseSigned(reader, where);
  if (reader.takeIf('(') !== undefined) {
    const value = parseExpression(reader, 0, where);
    reader.expect(')', where);
    return value;
  }
  if (reader.is('step', 'range', 'min', 'max') && reader.peek(1).kind === '(') {
    return reader.unsupported(`${token.text}() in a duration is experimental`, token.span);
  }
  return reader.unexpected(where, 'a number or a duration');
}

function parseSigned(reader: TokenReader, where: string): number {
  return where === 'offset' ? parseOperand(reader, where) : parseExpression(reader, UNARY_PRECEDENCE, where);
}

function toMilliseconds(reader: TokenReader, seconds: number, span: Span): number {
  const milliseconds = Math.trunc(Math.round(seconds * 1e9) / 1e6);
  return Math.abs(milliseconds) <= MAX_DURATION_MS ? milliseconds : reader.refuse('duration out of range', span);
}
