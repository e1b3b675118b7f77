import type { SourceCursor } from '@firedrill/query-core';

const WORD_CHARACTER = /[A-Za-z0-9_]/;

/**
 * Steps over a number or a duration as Prometheus' lexer does (`1_000`, `0x1F`, `1e3`, `.5`, `1h30m`) and says which;
 * undefined when it is neither, with the cursor behind the part that was read.
 */
export function scanNumberOrDuration(cursor: SourceCursor): 'number' | 'duration' | undefined {
  if (scanNumber(cursor)) return 'number';
  return scanDurationRest(cursor) ? 'duration' : undefined;
}

function scanNumber(cursor: SourceCursor): boolean {
  const hexadecimal = cursor.takeMatch(/0[xX]_?/y) !== '';
  const digits = hexadecimal ? /[0-9a-fA-F]+/y : /[0-9]+/y;
  const seen = { dot: !hexadecimal && cursor.takeIf('.'), exponent: false };
  cursor.takeMatch(hexadecimal ? /[0-9a-fA-F]/y : /[0-9]/y);
  while (/[0-9._eE]/.test(cursor.peek()) || (hexadecimal && /[a-fA-F]/.test(cursor.peek()))) {
    const part = cursor.peek().toLowerCase();
    const accepted =
      part === '.'
        ? scanDot(cursor, seen, hexadecimal)
        : part === 'e'
          ? scanExponent(cursor, seen)
          : scanDigits(cursor, digits);
    if (!accepted) return false;
  }
  return !WORD_CHARACTER.test(cursor.peek());
}

function scanDot(cursor: SourceCursor, seen: { dot: boolean }, hexadecimal: boolean): boolean {
  cursor.take();
  if (seen.dot || hexadecimal) return false;
  seen.dot = true;
  return cursor.takeMatch(/[_.]/y) === '';
}

function scanExponent(cursor: SourceCursor, seen: { exponent: boolean }): boolean {
  cursor.take();
  if (seen.exponent) return false;
  seen.exponent = true;
  cursor.takeMatch(/[+-]/y);
  return cursor.takeMatch(/[._eE]/y) === '' && !cursor.atEnd;
}

function scanDigits(cursor: SourceCursor, digits: RegExp): boolean {
  if (cursor.takeIf('_')) return cursor.takeMatch(/[._eE]/y) === '' && !cursor.atEnd;
  cursor.takeMatch(digits);
  return true;
}

/** What follows the first number of a duration: a unit, then more numbers with units. Order is checked by the parser. */
function scanDurationRest(cursor: SourceCursor): boolean {
  if (cursor.takeMatch(/[smhdwy]s?/y) === '') return false;
  while (cursor.takeMatch(/[0-9]+/y) !== '') {
    if (cursor.takeMatch(/[smhdw]s?/y) === '') return false;
  }
  return !WORD_CHARACTER.test(cursor.peek());
}
