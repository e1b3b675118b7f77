import { QueryError } from '@firedrill/query-core';
import { GoMap, goFunction, type GoFunctions, type GoValue } from '@firedrill/go-template';
import { DurationError } from '@firedrill/timeseries';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { expandGroups } from '../pipeline/expand-groups';
import { parseByteSize } from '../syntax/byte-size';
import { parseGoDuration } from '../syntax/go-duration';
import { GoNumberError } from '../syntax/go-number';
import { NUMBER_FUNCTIONS } from './number-functions';
import { STRING_FUNCTIONS } from './string-functions';
import { GoTime, TIME_FUNCTIONS } from './time-functions';

/** The line that a template is rendered for. */
export interface TemplateLine {
  readonly line: string;
  readonly timestampNs: bigint;
}

/** The functions of line_format and label_format beside Go's own. */
export function lineFunctions(current: () => TemplateLine): GoFunctions {
  return {
    ...STRING_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...TIME_FUNCTIONS,
    ...OTHER_FUNCTIONS,
    __line__: goFunction([], () => current().line),
    __timestamp__: goFunction([], () => GoTime.utc(current().timestampNs)),
  };
}

const OTHER_FUNCTIONS: GoFunctions = {
  bytes: goFunction(['string'], (text: string) => failing(() => parseByteSize(text))),
  duration: goFunction(['string'], (text: string) => failing(() => parseGoDuration(text) / 1e9)),
  duration_seconds: goFunction(['string'], (text: string) => failing(() => parseGoDuration(text) / 1e9)),
  count: goFunction(['string', 'string'], (pattern: string, text: string) => BigInt(countMatches(pattern, text))),
  regexReplaceAll: goFunction(['string', 'string', 'string'], (pattern: string, text: string, replacement: string) =>
    replaceMatches(pattern, text, (compiled, match) => expandGroups(replacement, compiled, match)),
  ),
  regexReplaceAllLiteral: goFunction(
    ['string', 'string', 'string'],
    (pattern: string, text: string, replacement: string) => replaceMatches(pattern, text, () => replacement),
  ),
  fromJson: goFunction(['string'], fromJson),
};

function failing(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoNumberError || error instanceof DurationError)
      throw new QueryError('execution', error.message);
    throw error;
  }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw new QueryError('execution', error.message);
    throw error;
  }
}

function countMatches(pattern: string, text: string): number {
  const matcher = compile(pattern).matcher(text);
  let count = 0;
  while (matcher.find()) count += 1;
  return count;
}

type Matcher = ReturnType<RE2JS['matcher']>;

function replaceMatches(
  pattern: string,
  text: string,
  replacementOf: (compiled: RE2JS, match: Matcher) => string,
): string {
  const compiled = compile(pattern);
  const matcher = compiled.matcher(text);
  let [result, last] = ['', 0];
  while (matcher.find()) {
    result += text.slice(last, matcher.start()) + replacementOf(compiled, matcher);
    last = matcher.end();
  }
  return result + text.slice(last);
}

/** Any JSON value; what is no JSON is the absence of a value. */
function fromJson(text: string): GoValue {
  try {
    return goValue(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function goValue(value: unknown): GoValue {
  if (Array.isArray(value)) return value.map(goValue);
  if (typeof value === 'object' && value !== null) {
    return new GoMap(Object.entries(value).map(([key, element]) => [key, goValue(element)] as const));
  }
  return value as string | number | boolean | null;
}
