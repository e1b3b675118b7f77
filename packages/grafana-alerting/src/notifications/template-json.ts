import { GoMap, GoStruct, type GoValue } from '@firedrill/go-template';
import { QueryError } from '@firedrill/query-core';
import { wireTime } from './message-time';
import { timeOf } from './template-time';

/** A value of a template as JSON. */
export function writeJson(value: GoValue, indent = ''): string {
  return JSON.stringify(plain(value), undefined, indent);
}

/** JSON as a template sees it: objects are maps, numbers are floats. Throws QueryError for text that is no JSON. */
export function readJson(text: string): GoValue {
  try {
    return goValue(JSON.parse(text));
  } catch (error) {
    throw new QueryError('execution', (error as Error).message);
  }
}

function plain(value: GoValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof GoMap) return Object.fromEntries(value.sorted.map(([name, item]) => [name, plain(item)]));
  if (value instanceof GoStruct) {
    const at = timeOf(value);
    if (at !== undefined) return wireTime(at.timeMs);
    return Object.fromEntries(Object.entries(value.fields).map(([name, item]) => [name, plain(item)]));
  }
  return Array.isArray(value) ? value.map((item) => plain(item as GoValue)) : value;
}

function goValue(value: unknown): GoValue {
  if (Array.isArray(value)) return value.map(goValue);
  if (typeof value !== 'object' || value === null) return value as GoValue;
  return new GoMap(Object.entries(value).map(([name, item]) => [name, goValue(item)] as const));
}
