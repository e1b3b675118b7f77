import type { SourceCursor } from './source-cursor';

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/**
 * Reads a string in Go's notation at the cursor, whose next character is the opening quote; a backquoted string is raw.
 * `\x` and octal escapes are bytes of UTF-8, as in Go. Throws a syntax QueryError that covers the string.
 */
export function readQuotedString(cursor: SourceCursor): string {
  const start = cursor.offset;
  const quote = cursor.take();
  if (quote === '`') return readRaw(cursor, start);
  const pieces: string[] = [];
  for (;;) {
    const character = cursor.take();
    if (character === quote) return pieces.join('');
    if (character === '' || character === '\n') cursor.fail('unterminated quoted string', start);
    pieces.push(character === '\\' ? readEscapes(cursor, quote, start) : character);
  }
}

function readRaw(cursor: SourceCursor, start: number): string {
  for (;;) {
    const character = cursor.take();
    if (character === '') cursor.fail('unterminated raw string', start);
    if (character === '`') return cursor.text.slice(start + 1, cursor.offset - 1);
  }
}

/** Reads a run of escapes, the first backslash taken, so that bytes written one by one make characters together. */
function readEscapes(cursor: SourceCursor, quote: string, start: number): string {
  const bytes: number[] = [];
  do {
    readEscape(cursor, quote, start, bytes);
  } while (cursor.takeIf('\\'));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function readEscape(cursor: SourceCursor, quote: string, start: number, bytes: number[]): void {
  const letter = cursor.take();
  const simple = SIMPLE_ESCAPES[letter];
  const otherQuote = (letter === '"' || letter === "'") && letter !== quote;
  if (simple !== undefined && !otherQuote) bytes.push(simple);
  else if (letter === 'x') bytes.push(readDigits(cursor, /[0-9a-fA-F]{2}/y, 16, start));
  else if (letter === 'u') pushCharacter(bytes, readDigits(cursor, /[0-9a-fA-F]{4}/y, 16, start), cursor, start);
  else if (letter === 'U') pushCharacter(bytes, readDigits(cursor, /[0-9a-fA-F]{8}/y, 16, start), cursor, start);
  else if (/[0-7]/.test(letter)) bytes.push(octal(letter, cursor, start));
  else cursor.fail(`unknown escape sequence \\${letter}`, start);
}

function octal(first: string, cursor: SourceCursor, start: number): number {
  const value = parseInt(first, 8) * 64 + readDigits(cursor, /[0-7]{2}/y, 8, start);
  return value > 255 ? cursor.fail('an octal escape goes up to \\377', start) : value;
}

function readDigits(cursor: SourceCursor, pattern: RegExp, base: number, start: number): number {
  const digits = cursor.takeMatch(pattern);
  return digits === '' ? cursor.fail('incomplete escape sequence', start) : parseInt(digits, base);
}

function pushCharacter(bytes: number[], code: number, cursor: SourceCursor, start: number): void {
  const surrogate = code >= 0xd800 && code < 0xe000;
  if (code > 0x10ffff || surrogate) cursor.fail('escape sequence is not a valid Unicode character', start);
  bytes.push(...new TextEncoder().encode(String.fromCodePoint(code)));
}
