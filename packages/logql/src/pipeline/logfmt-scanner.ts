import { unescapeJson } from './json-scanner';

/** A pair of a logfmt line; a bare key has an empty value. */
export interface LogfmtPair {
  readonly key: string;
  readonly value: string;
}

/** Why a pair cannot be read, as Loki words it. */
export interface LogfmtFault {
  readonly fault: string;
}

/** The pairs of a line in order, with a fault in the place of each that cannot be read. */
export function* scanLogfmt(line: string): Generator<LogfmtPair | LogfmtFault, void> {
  let at = 0;
  for (;;) {
    while (at < line.length && line.charCodeAt(at) <= 32) at += 1;
    if (at >= line.length) return;
    const read = readPair(line, at);
    yield read.result;
    at = read.after;
  }
}

interface Read {
  readonly result: LogfmtPair | LogfmtFault;
  readonly after: number;
}

function readPair(line: string, start: number): Read {
  const keyEnd = endOf(line, start, /[\x00-\x20="]/g);
  const key = line.slice(start, keyEnd);
  const next = line[keyEnd];
  if (next === '"' || (next === '=' && key === '')) return unexpected(line, keyEnd);
  if (next !== '=') return { result: { key, value: '' }, after: keyEnd };
  if (line[keyEnd + 1] === '"') return readQuoted(line, key, keyEnd + 1);
  const end = endOf(line, keyEnd + 1, /[\x00-\x20="]/g);
  if (line[end] === '=' || line[end] === '"') return unexpected(line, end);
  return { result: { key, value: line.slice(keyEnd + 1, end) }, after: end };
}

function readQuoted(line: string, key: string, quote: number): Read {
  let end = quote + 1;
  while (end < line.length && line[end] !== '"') end += line[end] === '\\' ? 2 : 1;
  if (end >= line.length) return fault(line, line.length, 'unterminated quoted value', line.length);
  const value = unescapeJson(line.slice(quote + 1, end).replaceAll(String.raw`\'`, "'"));
  if (value === undefined) return fault(line, end + 1, 'invalid quoted value', end + 1);
  return { result: { key, value }, after: end + 1 };
}

function endOf(line: string, from: number, stop: RegExp): number {
  stop.lastIndex = from;
  return stop.exec(line)?.index ?? line.length;
}

/** The rest of the word is left out. */
function unexpected(line: string, at: number): Read {
  return fault(line, at, `unexpected '${line[at] ?? ''}'`, endOf(line, at, /[\x00-\x20]/g));
}

function fault(line: string, at: number, message: string, after: number): Read {
  const position = new TextEncoder().encode(line.slice(0, at)).length + 1;
  return { result: { fault: `logfmt syntax error at pos ${position} : ${message}` }, after };
}
