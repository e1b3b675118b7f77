import {
  goFunction,
  GoMap,
  GoStruct,
  matchesPattern,
  printValue,
  PROMETHEUS_FUNCTIONS,
  type GoFunctions,
  type GoValue,
} from '@firedrill/go-template';
import { Labels } from '@firedrill/timeseries';

/** What templates may ask of their surroundings. */
export interface TemplateEnvironment {
  /** Grafana's own address, with a slash at the end. */
  readonly externalUrl: string;
  readonly nowMs: number;
}

const CAPTURE: { readonly struct: string } = { struct: 'state.templateCaptureValue' };

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
  ...PROMETHEUS_FUNCTIONS,
  tableLink: goFunction(['string'], (query: string) => exploreLink(query, 'table')),
  graphLink: goFunction(['string'], (query: string) => exploreLink(query, 'graph')),
  query: goFunction(['string'], () => NOTHING),
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
export function labelMap(labels: Labels): GoMap {
  const text = (): string => [...labels].map(([name, value]) => `${name}=${value}`).join(', ');
  return new GoMap(labels, { type: 'string', zero: '' }, text);
}

function keepLabels(labels: GoMap, accept: (name: string) => boolean): GoMap {
  const kept = [...labels.entries].filter(([name]) => accept(name));
  return labelMap(Labels.of(Object.fromEntries(kept.map(([name, value]) => [name, printValue(value)]))));
}

/** Every label of the captured values with its different values, sorted and joined. */
function mergeLabelValues(values: GoMap): GoMap {
  const merged: Record<string, Set<string>> = {};
  for (const capture of values.entries.values()) {
    const labels = capture instanceof GoStruct ? capture.fields.Labels : undefined;
    if (!(labels instanceof GoMap)) continue;
    for (const [name, value] of labels.entries) (merged[name] ??= new Set()).add(printValue(value));
  }
  const texts = Object.entries(merged).map(([name, found]) => [name, [...found].sort().join(', ')] as const);
  return labelMap(Labels.of(Object.fromEntries(texts)));
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
