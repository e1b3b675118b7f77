import { QueryError } from '@firedrill/query-core';
import { goFunction, GoMap, GoStruct, printValue, type GoFunctions, type GoValue } from '@firedrill/go-template';
import { parseGoDuration } from '../expressions/go-duration';
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

/** What templates may ask of their surroundings. */
export interface TemplateEnvironment {
  /** Grafana's own address, with a slash at the end. */
  readonly externalUrl: string;
  readonly nowMs: number;
}

const CAPTURE: { readonly struct: string } = { struct: 'state.templateCaptureValue' };
const SAMPLE: { readonly struct: string } = { struct: 'template.sample' };

/** The functions of label and annotation templates: those of Prometheus, and Grafana's own. */
export function templateFunctions({ externalUrl, nowMs }: TemplateEnvironment): GoFunctions {
  return {
    ...STATIC_FUNCTIONS,
    externalURL: goFunction([], () => externalUrl),
    pathPrefix: goFunction([], () => externalUrl.replace(/^[a-z]+:\/\/[^/]*/i, '')),
    now: goFunction([], () => nowMs / 1000),
  };
}

/** Both data sources and expressions are out of reach of templates: `query` answers nothing. */
const NOTHING: readonly GoValue[] = [];

const STATIC_FUNCTIONS: GoFunctions = {
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
  urlQueryEscape: goFunction(['string'], (text: string) => encodeURIComponent(text).replaceAll('%20', '+')),
  safeHtml: goFunction(['string'], (text: string) => text),
  tableLink: goFunction(['string'], (query: string) => exploreLink(query, 'table')),
  graphLink: goFunction(['string'], (query: string) => exploreLink(query, 'graph')),
  args: goFunction(['any'], (...values: readonly GoValue[]) => numbered(values), { variadic: true }),
  query: goFunction(['string'], () => NOTHING),
  first: goFunction(['list'], () => {
    throw new QueryError('execution', 'first() called on vector with no elements');
  }),
  sortByLabel: goFunction(['string', 'list'], (_label: string, list: GoValue) => list),
  value: goFunction([SAMPLE], () => undefined),
  label: goFunction(['string', SAMPLE], () => undefined),
  strvalue: goFunction([CAPTURE], () => ''),
  filterLabels: goFunction(['map', 'string'], (labels: GoMap, name: string) =>
    keepLabels(labels, (key) => key === name),
  ),
  filterLabelsRe: goFunction(['map', 'string'], (labels: GoMap, pattern: string) =>
    keepLabels(labels, (key) => matchesPattern(pattern, key)),
  ),
  removeLabels: goFunction(['map', 'string'], (labels: GoMap, name: string) =>
    keepLabels(labels, (key) => key !== name),
  ),
  removeLabelsRe: goFunction(['map', 'string'], (labels: GoMap, pattern: string) =>
    keepLabels(labels, (key) => !matchesPattern(pattern, key)),
  ),
  mergeLabelValues: goFunction(['map'], (values: GoMap) => mergeLabelValues(values)),
};

/** A label map that prints as `k=v, k2=v2`. */
export function labelMap(labels: Readonly<Record<string, string>>): GoMap {
  const text = (): string => {
    const names = Object.keys(labels).sort();
    return names.map((name) => `${name}=${labels[name] ?? ''}`).join(', ');
  };
  return GoMap.ofStrings(labels, text);
}

function keepLabels(labels: GoMap, accept: (name: string) => boolean): GoMap {
  const kept = [...labels.entries].filter(([name]) => accept(name));
  return labelMap(Object.fromEntries(kept.map(([name, value]) => [name, printValue(value)])));
}

/** Every label of the captured values with its different values, sorted and joined. */
function mergeLabelValues(values: GoMap): GoMap {
  const merged: Record<string, Set<string>> = {};
  for (const capture of values.entries.values()) {
    const labels = capture instanceof GoStruct ? capture.fields.Labels : undefined;
    if (!(labels instanceof GoMap)) continue;
    for (const [name, value] of labels.entries) (merged[name] ??= new Set()).add(printValue(value));
  }
  return labelMap(
    Object.fromEntries(Object.entries(merged).map(([name, found]) => [name, [...found].sort().join(', ')])),
  );
}

function numbered(values: readonly GoValue[]): GoMap {
  return new GoMap(values.map((value, index) => [`arg${index}`, value] as const));
}

function parseSeconds(text: string): number {
  const milliseconds = parseGoDuration(text);
  if (milliseconds === undefined)
    throw new QueryError('execution', `not a valid duration string: ${JSON.stringify(text)}`);
  return milliseconds / 1000;
}

/** A link to Explore for `{"expr": …, "datasource": …}`; empty for anything else, as in Grafana. */
function exploreLink(text: string, view: 'table' | 'graph'): string {
  let query: unknown;
  try {
    query = JSON.parse(text);
  } catch {
    return '';
  }
  const { expr, datasource } = (query ?? {}) as Readonly<Record<string, unknown>>;
  const quote = (value: unknown): string => JSON.stringify(encodeURIComponent(typeof value === 'string' ? value : ''));
  const source = quote(datasource);
  const expression = quote(expr);
  const instant = view === 'table';
  return `/explore?left={"datasource":${source},"queries":[{"datasource":${source},"expr":${expression},"instant":${instant},"range":${!instant},"refId":"A"}],"range":{"from":"now-1h","to":"now"}}`;
}
