/** A line that is no JSON object; the messages are those that Loki puts into `__error_details__`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const MESSAGES = {
  json: 'Malformed JSON error',
  string: `Value is string, but can't find closing '"' symbol`,
  array: `Value is array, but can't find closing ']' symbol`,
  object: `Value looks like object, but can't find closing '}' symbol`,
  unknown: 'Unknown value type',
  escape: 'Encountered an invalid escape sequence in a string',
} as const;

export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** A value as it stands in the text; of a string, the part between the quotes. */
export interface JsonToken {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
  /** Where reading goes on. */
  readonly after: number;
}

/** Gets each member in the order of the text; `false` stops the reading, what follows is then not looked at. */
export type VisitMember = (key: string, token: JsonToken) => boolean;

/**
 * Reads the object that starts at `from`, as loosely as Loki does: numbers are not checked, text after the object is not
 * looked at. False when a visit stopped it. Throws JsonError at the first place that cannot be read; the members
 * before it have been visited.
 */
export function eachMember(text: string, from: number, visit: VisitMember): boolean {
  let at = skipBlanks(text, from);
  if (text[at] !== '{') throw new JsonError(MESSAGES.object);
  at = skipBlanks(text, at + 1);
  if (at >= text.length) throw new JsonError(MESSAGES.json);
  while (text[at] !== '}') {
    if (text[at] !== '"') throw new JsonError(MESSAGES.object);
    const keyEnd = stringEnd(text, at + 1);
    if (keyEnd < 0) throw new JsonError(MESSAGES.json);
    const key = unescapeJson(text.slice(at + 1, keyEnd));
    if (key === undefined) throw new JsonError(MESSAGES.escape);
    at = skipBlanks(text, keyEnd + 1);
    if (text[at] !== ':') throw new JsonError(MESSAGES.json);
    const token = readValue(text, at + 1);
    if (!visit(key, token)) return false;
    at = skipBlanks(text, token.after);
    if (at >= text.length) throw new JsonError(MESSAGES.array);
    if (text[at] === '}') return true;
    if (text[at] !== ',') throw new JsonError(MESSAGES.object);
    at = skipBlanks(text, at + 1);
    if (at >= text.length) throw new JsonError(MESSAGES.array);
  }
  return true;
}

/** The value at the next place that is not blank. */
export function readValue(text: string, from: number): JsonToken {
  const start = skipBlanks(text, from);
  switch (text[start]) {
    case undefined:
      throw new JsonError(MESSAGES.json);
    case '"': {
      const end = stringEnd(text, start + 1);
      if (end < 0) throw new JsonError(MESSAGES.string);
      return { kind: 'string', start: start + 1, end, after: end + 1 };
    }
    case '{':
      return block(text, start, 'object', '}');
    case '[':
      return block(text, start, 'array', ']');
    default:
      return scalar(text, start);
  }
}

/** The content of a string token or the raw text of another one; undefined for a string with a broken escape. */
export function tokenText(text: string, { kind, start, end }: JsonToken): string | undefined {
  const raw = text.slice(start, end);
  if (kind !== 'string') return raw;
  return unescapeJson(raw)?.replaceAll('\ufffd', ' ');
}

/** The index of the closing quote of the string whose content starts here, or -1. */
export function stringEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (end - 1 - slashes >= from && text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt])|)/g;

/** Undefined when an escape is unknown or half of a surrogate pair is missing. */
export function unescapeJson(raw: string): string | undefined {
  if (!raw.includes('\\')) return raw;
  let known = 0;
  const text = raw.replace(ESCAPE, (whole, hex: string | undefined, letter: string | undefined) => {
    known += whole === '\\' ? NaN : 1;
    return hex === undefined ? (ESCAPES[letter ?? ''] ?? '') : String.fromCharCode(parseInt(hex, 16));
  });
  return Number.isNaN(known) || LONE_SURROGATE.test(text) ? undefined : text;
}

const LONE_SURROGATE = /\p{Cs}/u;

function block(text: string, start: number, kind: 'object' | 'array', close: '}' | ']'): JsonToken {
  const end = blockEnd(text, start, text[start] ?? '', close);
  if (end < 0) throw new JsonError(MESSAGES[kind]);
  return { kind, start, end, after: end };
}

/** The index after the bracket that closes the one at `start`, or -1. Strings are stepped over. */
export function blockEnd(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at + 1);
      if (at < 0) return -1;
    } else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function scalar(text: string, start: number): JsonToken {
  const length = text.slice(start).search(/[ \n\r\t,}\]]/);
  const end = length < 0 ? text.length : start + length;
  const kind = scalarKind(text.slice(start, end));
  if (kind === undefined) throw new JsonError(MESSAGES.unknown);
  return { kind, start, end, after: end };
}

function scalarKind(raw: string): JsonKind | undefined {
  if (raw === 'true' || raw === 'false') return 'boolean';
  if (raw === 'null') return 'null';
  return /^[-0-9]/.test(raw) ? 'number' : undefined;
}
