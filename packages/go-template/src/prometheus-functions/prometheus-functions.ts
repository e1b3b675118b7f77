import { QueryError } from '@firedrill/query-core';
import { DurationError, parseDuration } from '@firedrill/timeseries';
import { goFunction, type GoFunctions } from '../go-function';
import { GoMap, GoStruct, type GoValue } from '../value';
import {
  formatGoTime,
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  toFloat,
} from './humanize';
import { matchesPattern, replacePattern } from './patterns';
import { stripDomain, stripPort, titleCase, upperCase } from './text-functions';

/** A sample of a query's result, as templates see it: fields Labels and Value. */
export const TEMPLATE_SAMPLE = 'template.sample';
const SAMPLE: { readonly struct: string } = { struct: TEMPLATE_SAMPLE };

/** The template functions of Prometheus that need nothing but their arguments; Grafana's rules have them, too. */
export const PROMETHEUS_FUNCTIONS: GoFunctions = {
  humanize: goFunction(['any'], (value: GoValue) => humanize(toFloat(value))),
  humanize1024: goFunction(['any'], (value: GoValue) => humanize1024(toFloat(value))),
  humanizeDuration: goFunction(['any'], (value: GoValue) => humanizeDuration(toFloat(value))),
  humanizePercentage: goFunction(['any'], (value: GoValue) => humanizePercentage(toFloat(value))),
  humanizeTimestamp: goFunction(['any'], (value: GoValue) => humanizeTimestamp(toFloat(value))),
  toTime: goFunction(['any'], (value: GoValue) => new GoStruct('time.Time', {}, formatGoTime(toFloat(value)))),
  toDuration: goFunction(
    ['any'],
    (value: GoValue) => new GoStruct('time.Duration', {}, humanizeDuration(toFloat(value))),
  ),
  parseDuration: goFunction(['string'], (text: string) => parseSeconds(text)),
  title: goFunction(['string'], (text: string) => titleCase(text)),
  toUpper: goFunction(['string'], (text: string) => upperCase(text)),
  toLower: goFunction(['string'], (text: string) => text.toLowerCase()),
  match: goFunction(['string', 'string'], (pattern: string, text: string) => matchesPattern(pattern, text)),
  reReplaceAll: goFunction(['string', 'string', 'string'], (pattern: string, replacement: string, text: string) =>
    replacePattern(pattern, replacement, text),
  ),
  stripPort: goFunction(['string'], (text: string) => stripPort(text)),
  stripDomain: goFunction(['string'], (text: string) => stripDomain(text)),
  urlQueryEscape: goFunction(['string'], (text: string) => escapeQuery(text)),
  safeHtml: goFunction(['string'], (text: string) => text),
  args: goFunction(['any'], (...values: readonly GoValue[]) => numbered(values), { variadic: true }),
  first: goFunction(['list'], (samples: readonly GoValue[]) => {
    if (samples.length > 0) return samples[0];
    throw new QueryError('execution', 'first() called on vector with no elements');
  }),
  sortByLabel: goFunction(['string', 'list'], (label: string, samples: readonly GoStruct[]) =>
    [...samples].sort((left, right) => (labelOf(left, label) < labelOf(right, label) ? -1 : 1)),
  ),
  value: goFunction([SAMPLE], (sample: GoStruct) => sample.fields.Value),
  label: goFunction(['string', SAMPLE], (label: string, sample: GoStruct) => labelOf(sample, label)),
  strvalue: goFunction([SAMPLE], (sample: GoStruct) => labelOf(sample, '__value__')),
};

/** Go's url.QueryEscape. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}

function parseSeconds(text: string): number {
  try {
    return parseDuration(text) / 1000;
  } catch (error) {
    if (error instanceof DurationError) throw new QueryError('execution', error.message);
    throw error;
  }
}

function numbered(values: readonly GoValue[]): GoMap {
  return new GoMap(values.map((value, index) => [`arg${index}`, value] as const));
}

function labelOf(sample: GoStruct, name: string): string {
  const labels = sample.fields.Labels;
  const value = labels instanceof GoMap ? labels.entries.get(name) : undefined;
  return typeof value === 'string' ? value : '';
}
