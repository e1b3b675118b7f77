import { QueryError } from '@firedrill/query-core';
import { equalsAny, isLess } from './compare';
import { goFunction, type GoFunctions } from './go-function';
import { formatPlain, sprint } from './print';
import { sprintf } from './printf';
import { GoMap, goTypeName, isTrue, type GoValue } from './value';

const variadic = { variadic: true } as const;
type Values = readonly GoValue[];

/** Go's own functions; `and` and `or` are here for their argument counts, the evaluator stops at the deciding one. */
export const BUILTINS: GoFunctions = {
  and: goFunction(['any', 'any'], (...args: Values) => args.find((value) => !isTrue(value)) ?? args.at(-1), variadic),
  or: goFunction(['any', 'any'], (...args: Values) => args.find(isTrue) ?? args.at(-1), variadic),
  not: goFunction(['any'], (value: GoValue) => !isTrue(value)),
  eq: goFunction(['any', 'any'], (first: GoValue, ...others: Values) => equalsAny(first, others), variadic),
  ne: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => !equalsAny(left, [right])),
  lt: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => isLess(left, right)),
  le: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => isLess(left, right) || equalsAny(left, [right])),
  gt: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => !isLess(left, right) && !equalsAny(left, [right])),
  ge: goFunction(['any', 'any'], (left: GoValue, right: GoValue) => !isLess(left, right)),
  len: goFunction(['any'], (value: GoValue) => BigInt(length(value))),
  index: goFunction(['any', 'any'], (item: GoValue, ...keys: Values) => index(item, keys), variadic),
  slice: goFunction(['any', 'any'], (item: GoValue, ...bounds: Values) => slice(item, bounds), variadic),
  call: goFunction(
    ['any', 'any'],
    (callee: GoValue) => {
      throw new QueryError('execution', `non-function of type ${goTypeName(callee)}`);
    },
    variadic,
  ),
  print: goFunction(['any'], (...args: Values) => sprint(args), variadic),
  println: goFunction(['any'], (...args: Values) => `${args.map(formatPlain).join(' ')}\n`, variadic),
  printf: goFunction(['string', 'any'], (format: string, ...args: Values) => sprintf(format, args), variadic),
  html: goFunction(['any'], (...args: Values) => escapeHtml(evalArgs(args)), variadic),
  js: goFunction(['any'], (...args: Values) => escapeJs(evalArgs(args)), variadic),
  urlquery: goFunction(['any'], (...args: Values) => escapeQuery(evalArgs(args)), variadic),
};

/** The one string that html, js and urlquery take, or their operands as `print` joins them. */
function evalArgs(args: Values): string {
  const [only] = args;
  return args.length === 1 && typeof only === 'string' ? only : sprint(args);
}

function length(value: GoValue): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value instanceof GoMap) return value.entries.size;
  if (Array.isArray(value)) return value.length;
  if (value === undefined || value === null) throw new QueryError('execution', 'len of nil pointer');
  throw new QueryError('execution', `len of type ${goTypeName(value)}`);
}

/** Without keys `index` gives the item itself; a map then prints as a map, whatever its own text. */
function index(item: GoValue, keys: Values): GoValue {
  return keys.length === 0 && item instanceof GoMap ? new GoMap(item.entries) : keys.reduce(indexOnce, item);
}

function indexOnce(item: GoValue, key: GoValue): GoValue {
  if (item === undefined || item === null) throw new QueryError('execution', 'index of untyped nil');
  if (item instanceof GoMap) {
    if (typeof key !== 'string') {
      throw new QueryError('execution', `value has type ${goTypeName(key)}; should be string`);
    }
    return item.entries.has(key) ? item.entries.get(key) : item.elementZero;
  }
  if (typeof item !== 'string' && !Array.isArray(item)) {
    throw new QueryError('execution', `can't index item of type ${goTypeName(item)}`);
  }
  const elements = typeof item === 'string' ? [...new TextEncoder().encode(item)].map(BigInt) : (item as Values);
  return elements[position(key, elements.length - 1)];
}

function position(index: GoValue, last: number): number {
  if (typeof index !== 'bigint') {
    throw new QueryError('execution', `cannot index slice/array with type ${goTypeName(index)}`);
  }
  if (index < 0n || index > BigInt(last)) throw new QueryError('execution', `index out of range: ${index}`);
  return Number(index);
}

function slice(item: GoValue, bounds: Values): GoValue {
  if (typeof item !== 'string' && !Array.isArray(item)) {
    throw new QueryError('execution', `can't slice item of type ${goTypeName(item)}`);
  }
  if (bounds.length > (typeof item === 'string' ? 2 : 3)) throw new QueryError('execution', 'too many slice indexes');
  const bytes = typeof item === 'string' ? new TextEncoder().encode(item) : undefined;
  const total = bytes?.length ?? (item as Values).length;
  const from = bounds[0] === undefined ? 0 : position(bounds[0], total);
  const to = bounds[1] === undefined ? total : position(bounds[1], total);
  if (from > to) throw new QueryError('execution', `invalid slice index: ${from} > ${to}`);
  return bytes === undefined ? (item as Values).slice(from, to) : new TextDecoder().decode(bytes.slice(from, to));
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '"': '&#34;',
    "'": '&#39;',
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '\0': '\ufffd',
  };
  return text.replace(/["'&<>\0]/g, (character) => entities[character] ?? character);
}

function escapeJs(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"' };
  return text.replace(/[\\'"<>&=\x00-\x1f\x7f\u2028\u2029]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return escapes[character] ?? `\\u${code}`;
  });
}

/** Go's url.QueryEscape. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
