import { DurationError, parseDuration } from '@firedrill/timeseries';
import { QueryError, readQuotedString, SourceCursor, type Token } from '@firedrill/query-core';
import { parseByteSize } from './byte-size';
import { parseQueryDuration } from './go-duration';
import { FUNCTION_KINDS, KEYWORDS, OPERATORS, type TokenKind } from './token-kinds';

/** A token with what its text stands for: a string's or number's meaning, a name in lower case for keywords. */
export interface LogqlToken extends Token<TokenKind> {
  /** The string's content, the identifier, the number's text; the message of an `invalid` token. */
  readonly value: string;
  /** Nanoseconds of a duration, milliseconds of a range, bytes of a size; 0 for the rest. */
  readonly amount: number;
}

/**
 * Splits a query into tokens; the last one is `end`. What cannot be read becomes an `invalid` token that ends the list,
 * so that the parser reports whichever mistake comes first.
 */
export function lex(text: string): readonly LogqlToken[] {
  const cursor = new SourceCursor(text);
  const tokens: LogqlToken[] = [];
  for (;;) {
    skipBlanks(cursor);
    if (cursor.atEnd) break;
    const token = readToken(cursor);
    tokens.push(token);
    if (token.kind === 'invalid') break;
  }
  const end = text.length;
  tokens.push({ kind: 'end', text: '', span: { start: end, end }, value: '', amount: 0 });
  return tokens;
}

function skipBlanks(cursor: SourceCursor): void {
  while (cursor.takeMatch(/[ \t\r\n]+|(?:#|\/\/)[^\n]*|\/\*[^]*?(?:\*\/|$)/y) !== '');
}

function readToken(cursor: SourceCursor): LogqlToken {
  const start = cursor.offset;
  const token = (kind: TokenKind, value: string, amount = 0): LogqlToken => {
    const span = cursor.spanFrom(start);
    return { kind, text: cursor.text.slice(span.start, span.end), span, value, amount };
  };
  const next = cursor.peek();
  if (next === '"' || next === '`') return readString(cursor, token);
  if (next === '[') return readRange(cursor, token);
  if (/[0-9]/.test(next) || (next === '.' && /[0-9]/.test(cursor.peek(1)))) return readNumber(cursor, token);
  if (next === '-') return readMinus(cursor, token);
  const name = cursor.takeMatch(/[\p{L}_][\p{L}\p{Nd}_]*/uy);
  if (name !== '') return token(wordKind(name, cursor), name);
  const operator = OPERATORS.find((candidate) => cursor.takeIf(candidate));
  return operator === undefined ? token('identifier', cursor.take()) : token(operator, operator);
}

type MakeToken = (kind: TokenKind, value: string, amount?: number) => LogqlToken;

function readString(cursor: SourceCursor, token: MakeToken): LogqlToken {
  try {
    const value = readQuotedString(cursor);
    return token('string', value);
  } catch (error) {
    if (error instanceof QueryError) return token('invalid', error.message);
    throw error;
  }
}

/** `[5m]` is one token. */
function readRange(cursor: SourceCursor, token: MakeToken): LogqlToken {
  const inside = cursor.takeMatch(/\[[^\]]*/y).slice(1);
  if (!cursor.takeIf(']')) return token('invalid', 'expected "]" after the range');
  try {
    return token('range', inside, parseDuration(inside));
  } catch (error) {
    if (error instanceof DurationError) return token('invalid', error.message);
    throw error;
  }
}

/** A number, or the duration or size that it begins. */
function readNumber(cursor: SourceCursor, token: MakeToken): LogqlToken {
  const number = cursor.takeMatch(/0[xX][0-9a-fA-F_]*|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)(?:[eE][+-]?[0-9_]*)?/y);
  if (/^[^xX]*[eE][+-]?$/.test(number)) return token('invalid', 'the exponent has no digits');
  const durationTail = lookAhead(cursor, /[0-9.nuµmshdwy]+/y);
  const duration = durationTail === '' ? undefined : parseQueryDuration(number + durationTail);
  if (duration !== undefined) {
    cursor.takeIf(durationTail);
    return token('duration', number + durationTail, duration);
  }
  const sizeTail = lookAhead(cursor, /[BikKMGTP]+/y);
  const size = sizeTail === '' ? undefined : readSize(number + sizeTail);
  if (size === undefined) return token('number', number);
  cursor.takeIf(sizeTail);
  return token('bytes', number + sizeTail, size);
}

function readSize(text: string): number | undefined {
  return /^[0-9.]+(?:B|[kKMGTP]i?B)$/.test(text) ? parseByteSize(text) : undefined;
}

/** `-5m` is one token, `--strict` too; `-5` is a minus and a number. */
function readMinus(cursor: SourceCursor, token: MakeToken): LogqlToken {
  const flag = cursor.takeMatch(/--(?:strict|keep-empty)(?![\w-])/y);
  if (flag !== '') return token('flag', flag);
  cursor.take();
  const tail = lookAhead(cursor, /[0-9.nuµmshdwy]+/y);
  const duration = tail === '' ? undefined : parseQueryDuration(`-${tail}`);
  if (duration === undefined) return token('-', '-');
  cursor.takeIf(tail);
  return token('duration', `-${tail}`, duration);
}

function lookAhead(cursor: SourceCursor, sticky: RegExp): string {
  sticky.lastIndex = cursor.offset;
  return sticky.exec(cursor.text)?.[0] ?? '';
}

/** A function's name is one only before `(`, or before `by (` and `without (`; everywhere else it is an identifier. */
function wordKind(word: string, cursor: SourceCursor): TokenKind {
  const name = word.toLowerCase();
  const keyword = KEYWORDS.get(name);
  if (keyword !== undefined) return keyword;
  const functionKind = FUNCTION_KINDS.get(name);
  if (functionKind === undefined) return 'identifier';
  const blank = String.raw`(?:[ \t\r\n]+|(?:#|//)[^\n]*\n|/\*[^]*?\*/)*`;
  const follows = new RegExp(String.raw`${blank}(?:\(|(?:by|without)${blank}\()`, 'iy');
  return lookAhead(cursor, follows) === '' ? 'identifier' : functionKind;
}
