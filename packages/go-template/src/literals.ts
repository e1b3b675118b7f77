import { QueryError, type Span } from '@firedrill/query-core';
import type { NumberNode } from './syntax';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[^])/g;

/** The text that a Go string literal means, quotes included in `literal`; throws on an escape that Go does not know. */
export function unquote(literal: string, span: Span): string {
  const quote = literal.slice(0, 1);
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner.replaceAll('\r', '');
  return inner.replace(ESCAPE, (whole: string, escape: string) => {
    const simple = ESCAPES[escape];
    const allowed = simple !== undefined && !(escape === "'" && quote === '"') && !(escape === '"' && quote === "'");
    if (allowed) return simple;
    if (/^[xuU]./.test(escape) && escape.length > 1) return String.fromCodePoint(parseInt(escape.slice(1), 16));
    if (/^[0-7]{3}$/.test(escape)) return String.fromCodePoint(parseInt(escape, 8));
    throw new QueryError('syntax', `invalid escape ${whole} in ${literal}`, span);
  });
}

/** Reads a number or character literal as Go's template parser does; throws when it is neither. */
export function parseNumber(text: string, span: Span): NumberNode {
  if (text.startsWith("'")) return parseCharacter(text, span);
  const imaginary = text.endsWith('i') ? parseGoFloat(text.slice(0, -1)) : undefined;
  if (imaginary !== undefined) return { kind: 'number', text, imaginary, span };
  const int = parseGoInt(text);
  if (int !== undefined) return { kind: 'number', text, int, float: Number(int), span };
  const float = parseGoFloat(text);
  if (float === undefined || !Number.isFinite(float)) {
    throw new QueryError('syntax', `illegal number syntax: ${JSON.stringify(text)}`, span);
  }
  const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { kind: 'number', text, float, span, ...(whole && { int: BigInt(float) }) };
}

function parseCharacter(text: string, span: Span): NumberNode {
  const character = unquote(text, span);
  const code = character.codePointAt(0);
  if (code === undefined || String.fromCodePoint(code) !== character) {
    throw new QueryError('syntax', `malformed character constant: ${text}`, span);
  }
  return { kind: 'number', text, int: BigInt(code), float: code, span };
}

/** Go's strconv.ParseInt with base 0, underscores included; undefined for anything else or beyond 64 bits. */
function parseGoInt(text: string): bigint | undefined {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  const plain = digits.replaceAll('_', '');
  const octal = /^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain;
  if (!/^(?:\d+|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/.test(octal) || /^0\d/.test(octal)) return undefined;
  const value = sign === '-' ? -BigInt(octal) : BigInt(octal);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Go's decimal floats, underscores between digits included; undefined for anything else. */
function parseGoFloat(text: string): number | undefined {
  if (!/^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  return Number(text.replaceAll('_', ''));
}
