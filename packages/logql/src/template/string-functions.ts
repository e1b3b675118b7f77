import { QueryError } from '@firedrill/query-core';
import { goFunction, isTrue, type GoFunctions, type GoValue } from '@firedrill/go-template';
import { decodeBase64, encodeBase64 } from './base64';

/** Functions of texts: those named as Go's packages name them take the text first, the others last. */
export const STRING_FUNCTIONS: GoFunctions = {
  ToUpper: goFunction(['string'], upper),
  ToLower: goFunction(['string'], lower),
  Replace: goFunction(['string', 'string', 'string', 'int'], replaceSome),
  Trim: goFunction(['string', 'string'], (text: string, cut: string) => trimStart(trimEnd(text, cut), cut)),
  TrimLeft: goFunction(['string', 'string'], trimStart),
  TrimRight: goFunction(['string', 'string'], trimEnd),
  TrimPrefix: goFunction(['string', 'string'], trimPrefix),
  TrimSuffix: goFunction(['string', 'string'], trimSuffix),
  TrimSpace: goFunction(['string'], (text: string) => text.trim()),
  upper: goFunction(['string'], upper),
  lower: goFunction(['string'], lower),
  title: goFunction(['string'], title),
  replace: goFunction(['string', 'string', 'string'], (from: string, to: string, text: string) =>
    text.replaceAll(from, () => to),
  ),
  trim: goFunction(['string'], (text: string) => text.trim()),
  trimAll: goFunction(['string', 'string'], (cut: string, text: string) => trimStart(trimEnd(text, cut), cut)),
  trimPrefix: goFunction(['string', 'string'], (prefix: string, text: string) => trimPrefix(text, prefix)),
  trimSuffix: goFunction(['string', 'string'], (suffix: string, text: string) => trimSuffix(text, suffix)),
  contains: goFunction(['string', 'string'], (part: string, text: string) => text.includes(part)),
  hasPrefix: goFunction(['string', 'string'], (prefix: string, text: string) => text.startsWith(prefix)),
  hasSuffix: goFunction(['string', 'string'], (suffix: string, text: string) => text.endsWith(suffix)),
  trunc: goFunction(['int', 'string'], truncate),
  substr: goFunction(['int', 'int', 'string'], substring),
  indent: goFunction(['int', 'string'], indent),
  nindent: goFunction(['int', 'string'], (width: bigint, text: string) => `\n${indent(width, text)}`),
  repeat: goFunction(['int', 'string'], (count: bigint, text: string) => repeat(text, count)),
  alignLeft: goFunction(['int', 'string'], (width: bigint, text: string) => align(text, width, 'left')),
  alignRight: goFunction(['int', 'string'], (width: bigint, text: string) => align(text, width, 'right')),
  b64enc: goFunction(['string'], encodeBase64),
  b64dec: goFunction(['string'], decodeBase64),
  urlencode: goFunction(['string'], urlEncode),
  urldecode: goFunction(['string'], urlDecode),
  default: goFunction(['any', 'any'], (fallback: GoValue, value?: GoValue) => (isTrue(value) ? value : fallback), {
    variadic: true,
  }),
};

function upper(text: string): string {
  return text.toUpperCase();
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** The first letter of each word in upper case. */
function title(text: string): string {
  return text.replace(
    /(^|[^\p{L}\p{Nd}_'])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

function replaceSome(text: string, from: string, to: string, count: bigint): string {
  if (count < 0n) return text.replaceAll(from, () => to);
  let [rest, done] = [text, ''];
  for (let left = count; left > 0n; left--) {
    const at = rest.indexOf(from);
    if (at < 0 || from === '') break;
    done += rest.slice(0, at) + to;
    rest = rest.slice(at + from.length);
  }
  return done + rest;
}

function trimStart(text: string, cut: string): string {
  const letters = Array.from(text);
  const first = letters.findIndex((letter) => !cut.includes(letter));
  return first < 0 ? '' : letters.slice(first).join('');
}

function trimEnd(text: string, cut: string): string {
  const letters = Array.from(text);
  return letters.slice(0, letters.findLastIndex((letter) => !cut.includes(letter)) + 1).join('');
}

function trimPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function trimSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

/** Positions count bytes, as Go's do. */
function byteSlice(text: string, from: number, to?: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(from, to));
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The first bytes, or with a negative number the last. */
function truncate(count: bigint, text: string): string {
  const [wanted, length] = [Number(count), byteLength(text)];
  if (Math.abs(wanted) >= length) return text;
  return wanted < 0 ? byteSlice(text, length + wanted) : byteSlice(text, 0, wanted);
}

function substring(start: bigint, end: bigint, text: string): string {
  const [from, to, length] = [Number(start), Number(end), byteLength(text)];
  if (from < 0) return byteSlice(text, 0, to);
  if (to < 0 || to > length) return from > length ? outOfRange(from, length) : byteSlice(text, from);
  return from > to ? outOfRange(from, to) : byteSlice(text, from, to);
}

function outOfRange(from: number, to: number): never {
  throw new QueryError('execution', `runtime error: slice bounds out of range [${from}:${to}]`);
}

function indent(width: bigint, text: string): string {
  const pad = repeat(' ', width);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

function repeat(text: string, count: bigint): string {
  if (count < 0n) throw new QueryError('execution', 'strings: negative Repeat count');
  if (count * BigInt(text.length) > 1_000_000n) throw new QueryError('limit', 'the repeated text is too long');
  return text.repeat(Number(count));
}

/** Cut or filled with spaces to a width in characters; aligned right, the end is what stays. */
function align(text: string, width: bigint, side: 'left' | 'right'): string {
  const [letters, wanted] = [Array.from(text), Number(width)];
  if (wanted < 0 || wanted === letters.length) return text;
  const fill = repeat(' ', BigInt(Math.max(0, wanted - letters.length)));
  if (side === 'left') return letters.slice(0, wanted).join('') + fill;
  return fill + letters.slice(Math.max(0, letters.length - wanted)).join('');
}

/** Go's query escaping. */
function urlEncode(text: string): string {
  const hexadecimal = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, hexadecimal)
    .replaceAll('%20', '+');
}

function urlDecode(text: string): string {
  const wrong = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(text)?.[0];
  if (wrong !== undefined) throw new QueryError('execution', `invalid URL escape ${JSON.stringify(wrong)}`);
  const bytes = new TextEncoder().encode(text.replaceAll('+', ' '));
  const decoded: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const escaped = bytes[index] === 0x25;
    decoded.push(
      escaped ? parseInt(String.fromCharCode(...bytes.slice(index + 1, index + 3)), 16) : (bytes[index] ?? 0),
    );
    if (escaped) index += 2;
  }
  return new TextDecoder().decode(Uint8Array.from(decoded));
}
