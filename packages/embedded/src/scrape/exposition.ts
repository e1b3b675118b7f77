import { ExpositionError, isBlank, parseGoFloat, type ExpositionReader } from './exposition-reader';
import { readMetricName } from './series-text';

const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);
const NEWLINE = 10;
const HASH = 35;
const QUOTE = 34;
const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;

/**
 * Reads Prometheus' text format (0.0.4 and 1.0.0) line by line: each sample with the text of its series, each HELP and
 * TYPE. Strict and loose as Prometheus is: a carriage return fails, a leading blank becomes part of the name. Throws
 * ExpositionError at the first line that is not valid; what came before has been read.
 */
export function readExposition(text: string, reader: ExpositionReader): void {
  const end = text.length;
  let at = 0;
  while (at < end) {
    const start = at;
    while (at < end && isBlank(text.charCodeAt(at))) at += 1;
    if (at >= end) return;
    const first = text.charCodeAt(at);
    if (first === NEWLINE) at += 1;
    else if (first === HASH) at = readComment(text, at, reader);
    else at = readSample(text, start, at, reader);
  }
}

function readSample(text: string, start: number, nameStart: number, reader: ExpositionReader): number {
  const seriesEnd = endOfSeries(text, nameStart);
  let at = seriesEnd;
  while (isBlank(text.charCodeAt(at))) at += 1;
  const valueStart = at;
  while (at < text.length && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== NEWLINE) at += 1;
  if (at === valueStart)
    throw new ExpositionError(`expected a value after ${JSON.stringify(text.slice(start, seriesEnd))}`);
  const series = text.slice(start, seriesEnd);
  const known = reader.knows(series);
  if (!known) reader.meet(series);
  const value = parseGoFloat(text.slice(valueStart, at));
  if (value === undefined)
    throw new ExpositionError(`expected a number, got ${JSON.stringify(text.slice(valueStart, at))}`);
  while (isBlank(text.charCodeAt(at))) at += 1;
  if (at >= text.length || text.charCodeAt(at) === NEWLINE) {
    reader.sample(series, value, undefined);
    return at + 1;
  }
  return readTimestamp(text, at, (timestampMs) => reader.sample(series, value, timestampMs));
}

function readTimestamp(text: string, start: number, accept: (timestampMs: number) => void): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  const digits = text.slice(start, at);
  while (isBlank(text.charCodeAt(at))) at += 1;
  if (digits === '' || (at < text.length && text.charCodeAt(at) !== NEWLINE)) {
    throw new ExpositionError(
      `expected a timestamp in whole milliseconds, got ${JSON.stringify(lineFrom(text, start))}`,
    );
  }
  if (BigInt(digits) > 9_223_372_036_854_775_807n) throw new ExpositionError(`timestamp ${digits} is out of range`);
  accept(Number(digits));
  return at + 1;
}

/** The offset after the name and the braces; quoted text may hold any character, line breaks too. */
export function endOfSeries(text: string, start: number): number {
  let at = start;
  while (isNameCharacter(text.charCodeAt(at), at === start)) at += 1;
  if (text.charCodeAt(at) !== OPEN) {
    if (at === start)
      throw new ExpositionError(`expected a metric name, got ${JSON.stringify(text.slice(at, at + 1))}`);
    return at;
  }
  for (at += 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === CLOSE) return at + 1;
    if (code === NEWLINE) break;
    if (code === QUOTE) at = endOfQuote(text, at);
  }
  throw new ExpositionError(`expected "}" in ${JSON.stringify(lineFrom(text, start))}`);
}

function endOfQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  throw new ExpositionError(`a quoted text is not closed: ${JSON.stringify(lineFrom(text, start))}`);
}

/** `# HELP name text` and `# TYPE name type`; any other comment is skipped. */
function readComment(text: string, hash: number, reader: ExpositionReader): number {
  const newline = text.indexOf('\n', hash);
  const end = newline < 0 ? text.length : newline;
  const match = /^#[ \t]*(HELP|TYPE)[ \t]+(.*)$/s.exec(text.slice(hash, end));
  if (match === null) return end + 1;
  const [, keyword, rest = ''] = match;
  const named = readMetricName(rest);
  if (named === undefined)
    throw new ExpositionError(`expected a metric name after ${String(keyword)}, got ${JSON.stringify(rest)}`);
  const words = rest.slice(named.end + 1);
  if (keyword === 'HELP') reader.help(named.name, unescapeHelp(words));
  else if (TYPES.has(words)) reader.type(named.name, words === 'untyped' ? 'unknown' : words);
  else throw new ExpositionError(`expected a metric type, got ${JSON.stringify(words)}`);
  return end + 1;
}

function unescapeHelp(text: string): string {
  return text.replace(/\\(\\|n)/g, (_, letter: string) => (letter === 'n' ? '\n' : '\\'));
}

function lineFrom(text: string, start: number): string {
  return /^[^\n]*/.exec(text.slice(start, start + 200))?.[0] ?? '';
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameCharacter(code: number, first: boolean): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || (!first && isDigit(code))
  );
}
