import type { Labels } from './labels';
import type { Matcher } from './matcher';
import type { MetricSeries } from './metric-series';

const NAME = '__name__';

/** Series of one metric name, and for each label value the series that have it. */
interface NameEntry {
  readonly series: Set<MetricSeries>;
  readonly postings: Map<string, Map<string, Set<MetricSeries>>>;
}

/** Finds series by matchers: by metric name first, then through the smallest posting of an `=` matcher. */
export class MetricIndex {
  readonly #names = new Map<string, NameEntry>();

  add(series: MetricSeries): void {
    const name = series.labels.get(NAME);
    let entry = this.#names.get(name);
    if (entry === undefined) this.#names.set(name, (entry = { series: new Set(), postings: new Map() }));
    entry.series.add(series);
    for (const [label, value] of series.labels) posting(entry, label, value).add(series);
  }

  remove(series: MetricSeries): void {
    const name = series.labels.get(NAME);
    const entry = this.#names.get(name);
    if (entry === undefined) return;
    entry.series.delete(series);
    for (const [label, value] of series.labels) {
      const values = entry.postings.get(label);
      const holders = values?.get(value);
      holders?.delete(series);
      if (holders?.size === 0) values?.delete(value);
    }
    if (entry.series.size === 0) this.#names.delete(name);
  }

  *find(matchers: readonly Matcher[]): Iterable<MetricSeries> {
    const nameMatchers = matchers.filter((matcher) => matcher.name === NAME);
    const labelMatchers = matchers.filter((matcher) => matcher.name !== NAME);
    for (const entry of this.#entries(nameMatchers)) {
      for (const series of candidates(entry, labelMatchers)) {
        if (matchesAll(series.labels, labelMatchers)) yield series;
      }
    }
  }

  *#entries(nameMatchers: readonly Matcher[]): Iterable<NameEntry> {
    const exact = nameMatchers.find((matcher) => matcher.operator === '=');
    const names = exact === undefined ? this.#names.keys() : [exact.value];
    for (const name of names) {
      const entry = this.#names.get(name);
      if (entry !== undefined && nameMatchers.every((matcher) => matcher.matches(name))) yield entry;
    }
  }
}

function posting(entry: NameEntry, label: string, value: string): Set<MetricSeries> {
  let values = entry.postings.get(label);
  if (values === undefined) entry.postings.set(label, (values = new Map<string, Set<MetricSeries>>()));
  let holders = values.get(value);
  if (holders === undefined) values.set(value, (holders = new Set()));
  return holders;
}

/** The smallest set that holds every match. An `=` matcher with '' also accepts series without the label. */
function candidates(entry: NameEntry, matchers: readonly Matcher[]): Iterable<MetricSeries> {
  let smallest: ReadonlySet<MetricSeries> = entry.series;
  for (const matcher of matchers) {
    if (matcher.operator !== '=' || matcher.value === '') continue;
    const holders = entry.postings.get(matcher.name)?.get(matcher.value);
    if (holders === undefined) return [];
    if (holders.size < smallest.size) smallest = holders;
  }
  return smallest;
}

function matchesAll(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}
