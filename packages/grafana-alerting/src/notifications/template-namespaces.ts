import {
  goFunction,
  GoMap,
  goNamespace,
  printValue,
  type GoFunctions,
  type GoStruct,
  type GoValue,
} from '@firedrill/go-template';
import { QueryError } from '@firedrill/query-core';
import { readJson, writeJson } from './template-json';
import { durationValue, TIME, timeOf, timeValue } from './template-time';

/** What the functions ask of the message that is written. */
export interface MessageFunctions {
  /** The time of the notification. */
  readonly nowMs: number;
  /** What the template of that name gives for the data. */
  readonly execute: (name: string, data: GoValue) => string;
  /** What a template text gives for the data. */
  readonly inline: (text: string, data: GoValue) => string;
}

const variadic = { variadic: true };

/** The functions of notification templates that depend on the message, and Grafana's namespaces `coll`, `data`, `time`, `tmpl`. */
export function messageFunctions({ nowMs, execute, inline }: MessageFunctions): GoFunctions {
  return {
    ...COLLECTIONS,
    since: goFunction([TIME], (time: GoStruct) => durationValue(nowMs - (timeOf(time)?.timeMs ?? nowMs))),
    time: goNamespace('time', { Now: goFunction([], () => timeValue({ timeMs: nowMs })) }),
    tmpl: goNamespace('tmpl', {
      Exec: goFunction(['string', 'any'], (name: string, data?: GoValue) => execute(name, data), variadic),
      Inline: goFunction(
        ['string', 'any'],
        (text: string, ...rest: readonly GoValue[]) => {
          const [second] = rest;
          const isNamed = rest.length === 2 && typeof second === 'string';
          return isNamed ? inline(second, rest[1]) : inline(text, second);
        },
        variadic,
      ),
    }),
  };
}

const COLLECTIONS: GoFunctions = {
  coll: goNamespace('coll', {
    Dict: goFunction(['any'], dictionary, variadic),
    Slice: goFunction(['any'], (...items: readonly GoValue[]) => items, variadic),
    Append: goFunction(['any', 'list'], (item: GoValue, list: readonly GoValue[] | null) => [...(list ?? []), item]),
  }),
  data: goNamespace('data', {
    JSON: goFunction(['string'], (text: string) => readJson(text)),
    ToJSON: goFunction(['any'], (value: GoValue) => writeJson(value)),
    ToJSONPretty: goFunction(['string', 'any'], (indent: string, value: GoValue) => writeJson(value, indent)),
  }),
};

/** Keys and values in turn; a last key without a value has the empty text. */
function dictionary(...items: readonly GoValue[]): GoMap {
  if (items.length === 0) throw new QueryError('execution', 'expected keys and values, got nothing');
  const keys = items.filter((_item, index) => index % 2 === 0);
  return new GoMap(
    keys.map((key, index) => [printValue(key), items.length > 2 * index + 1 ? items[2 * index + 1] : '']),
  );
}
