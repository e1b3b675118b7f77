import { DurationError, parseDuration } from '@firedrill/timeseries';
import type { TokenReader } from './token-reader';
import type { Token } from './tokens';

/** The value of a number or duration token; a duration counts in seconds. */
export function numberOf(reader: TokenReader, token: Token): number {
  return token.kind === 'duration' ? secondsOf(reader, token) : plainNumber(reader, token);
}

function secondsOf(reader: TokenReader, token: Token): number {
  try {
    const milliseconds = parseDuration(token.text);
    return milliseconds > 0 ? milliseconds / 1000 : reader.fail('duration must be greater than 0', token.span);
  } catch (error) {
    if (error instanceof DurationError) return reader.fail(error.message, token.span);
    throw error;
  }
}

/** Go's notation: a leading 0 makes a whole number octal, underscores separate digits of whole and hexadecimal numbers. */
function plainNumber(reader: TokenReader, token: Token): number {
  const text = token.text.toLowerCase();
  if (text === 'inf') return Infinity;
  if (text === 'nan') return NaN;
  const value = text.startsWith('0x') ? hexadecimal(text) : /^0_?[0-7_]+$/.test(text) ? octal(text) : decimal(text);
  if (Number.isNaN(value)) return reader.fail(`"${token.text}" is not a number`, token.span);
  return Number.isFinite(value) ? value : reader.fail(`${token.text} is too large for a number`, token.span);
}

function hexadecimal(text: string): number {
  return separated(text) && /^0x[0-9a-f_]+$/.test(text) ? Number(text.replaceAll('_', '')) : NaN;
}

function octal(text: string): number {
  return separated(text) ? parseInt(text.replaceAll('_', ''), 8) : NaN;
}

function decimal(text: string): number {
  if (!text.includes('_')) return Number(text);
  return /^[0-9_]+$/.test(text) && separated(text) && !text.startsWith('0') ? Number(text.replaceAll('_', '')) : NaN;
}

/** Underscores stand one by one between digits, or after a base prefix. */
function separated(text: string): boolean {
  return !text.includes('__') && !text.endsWith('_');
}
