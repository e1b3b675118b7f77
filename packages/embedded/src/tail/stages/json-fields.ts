/** What a field of a flat JSON object holds. */
export type JsonFieldValue = string | number | boolean | null;

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Escapes and control characters: with either, only JSON.parse knows whether the text is valid. */
const NOT_PLAIN = /[\\\u0000-\u001f]/;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/**
 * Reads the fields with these names out of a flat JSON object without making values of the others, which takes a part of
 * the time of JSON.parse. Answers the values in the order of the names, undefined for a missing one. Undefined as a whole
 * for any text that is not a flat object without escapes: then JSON.parse decides.
 */
export function readJsonFields(text: string, names: readonly string[]): (JsonFieldValue | undefined)[] | undefined {
  if (text.charCodeAt(0) !== OPEN_BRACE || NOT_PLAIN.test(text)) return undefined;
  const values = new Array<JsonFieldValue | undefined>(names.length).fill(undefined);
  let at = afterSpace(text, 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = text.indexOf('"', at + 1);
    const index = wantedIndex(text, at + 1, keyEnd, names);
    at = afterSpace(text, keyEnd + 1);
    if (keyEnd < 0 || text.charCodeAt(at) !== COLON) return undefined;
    const from = afterSpace(text, at + 1);
    const isText = text.charCodeAt(from) === QUOTE;
    const end = isText ? text.indexOf('"', from + 1) : scalarEnd(text, from);
    if (end < 0) return undefined;
    if (isText) {
      if (index >= 0) values[index] = text.slice(from + 1, end);
    } else {
      const source = text.slice(from, end);
      if (!SCALAR.test(source)) return undefined;
      if (index >= 0) values[index] = WORDS[source] === undefined ? Number(source) : WORDS[source];
    }
    at = afterSpace(text, isText ? end + 1 : end);
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACE) return afterSpace(text, at + 1) === text.length ? values : undefined;
    if (code !== COMMA) return undefined;
    at = afterSpace(text, at + 1);
  }
  return undefined;
}

function wantedIndex(text: string, from: number, to: number, names: readonly string[]): number {
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    if (name.length === to - from && text.startsWith(name, from)) return index;
  }
  return -1;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** The offset of the comma, brace or space behind a number or word. */
function scalarEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_BRACE || code === SPACE) return at;
  }
  return -1;
}
