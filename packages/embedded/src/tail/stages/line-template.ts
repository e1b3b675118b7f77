import { createHash } from 'node:crypto';
import { QueryError } from '@firedrill/query-core';
import {
  goFunction,
  GoMap,
  isTrue,
  parseTemplate,
  renderTemplate,
  type GoFunctions,
  type GoValue,
} from '@firedrill/go-template';
import { RE2JS } from 're2js';

/** Functions of Promtail's templates, its own and those of sprig that lines need. */
const FUNCTIONS: GoFunctions = {
  ToLower: goFunction(['string'], (value: string) => value.toLowerCase()),
  ToUpper: goFunction(['string'], (value: string) => value.toUpperCase()),
  lower: goFunction(['string'], (value: string) => value.toLowerCase()),
  upper: goFunction(['string'], (value: string) => value.toUpperCase()),
  TrimSpace: goFunction(['string'], (value: string) => value.trim()),
  trim: goFunction(['string'], (value: string) => value.trim()),
  Trim: goFunction(['string', 'string'], (value: string, cut: string) => trimRight(trimLeft(value, cut), cut)),
  TrimLeft: goFunction(['string', 'string'], trimLeft),
  TrimRight: goFunction(['string', 'string'], trimRight),
  TrimPrefix: goFunction(['string', 'string'], (value: string, prefix: string) =>
    value.startsWith(prefix) ? value.slice(prefix.length) : value,
  ),
  TrimSuffix: goFunction(['string', 'string'], (value: string, suffix: string) =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  Replace: goFunction(['string', 'string', 'string', 'int'], replaceSome),
  replace: goFunction(['string', 'string', 'string'], (from: string, to: string, value: string) =>
    value.replaceAll(from, to),
  ),
  trunc: goFunction(['int', 'string'], (length: bigint, value: string) =>
    length < 0n ? value.slice(Number(length)) : value.slice(0, Number(length)),
  ),
  default: goFunction(['any', 'any'], (standard: GoValue, value: GoValue) => (isTrue(value) ? value : standard)),
  add: goFunction(['int', 'int'], (left: bigint, right: bigint) => left + right),
  contains: goFunction(['string', 'string'], (part: string, value: string) => value.includes(part)),
  hasPrefix: goFunction(['string', 'string'], (prefix: string, value: string) => value.startsWith(prefix)),
  hasSuffix: goFunction(['string', 'string'], (suffix: string, value: string) => value.endsWith(suffix)),
  regexReplaceAll: goFunction(['string', 'string', 'string'], (expression: string, value: string, by: string) =>
    compile(expression)
      .matcher(value)
      .replaceAll(by.replace(/\$\{(\w+)\}/g, '$$$1')),
  ),
  regexReplaceAllLiteral: goFunction(['string', 'string', 'string'], (expression: string, value: string, by: string) =>
    compile(expression).matcher(value).replaceAll(by.replaceAll('\\', '\\\\').replaceAll('$', '\\$')),
  ),
  Hash: goFunction(['string', 'string'], (salt: string, value: string) =>
    createHash('sha3-256')
      .update(salt + value)
      .digest('hex'),
  ),
  Sha2Hash: goFunction(['string', 'string'], (salt: string, value: string) =>
    createHash('sha256')
      .update(salt + value)
      .digest('hex'),
  ),
};

/** A function that gives a template's text for data, undefined when it fails; or what is wrong with the template. */
export function lineTemplate(
  source: string,
): ((data: ReadonlyMap<string, unknown>) => string | undefined) | QueryError {
  const parsed = parseTemplate(source, FUNCTIONS);
  if (!parsed.ok) return parsed.error;
  return (data) => {
    const result = renderTemplate(parsed.template, goData(data), { functions: FUNCTIONS });
    return result.ok ? result.text : undefined;
  };
}

function goData(data: ReadonlyMap<string, unknown>): GoValue {
  // A value that is missing prints as Go's `<no value>`.
  return new GoMap([...data].filter(([, value]) => value !== null) as [string, GoValue][]);
}

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    throw new QueryError('execution', (error as Error).message);
  }
}

function trimLeft(value: string, cut: string): string {
  let start = 0;
  while (start < value.length && cut.includes(value[start] ?? '')) start += 1;
  return value.slice(start);
}

function trimRight(value: string, cut: string): string {
  let end = value.length;
  while (end > 0 && cut.includes(value[end - 1] ?? '')) end -= 1;
  return value.slice(0, end);
}

function replaceSome(value: string, from: string, to: string, count: bigint): string {
  let left = count < 0n ? Number.POSITIVE_INFINITY : Number(count);
  return value.replaceAll(from, () => (left-- > 0 ? to : from));
}
