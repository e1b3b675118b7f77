import { formatDuration, Labels, parseDuration } from '@firedrill/timeseries';
import type { ScrapeJob, StaticTargets } from './config/scrape-job';
import { relabel, type LabelMap } from './relabel';

/** One address to scrape, its labels settled. Times in milliseconds. */
export interface Target {
  readonly job: ScrapeJob;
  /** What the target's series carry. */
  readonly labels: Labels;
  readonly discoveredLabels: Labels;
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** A target that relabelling dropped, or that could not be made and why. */
export interface DroppedTarget {
  readonly job: ScrapeJob;
  readonly discoveredLabels: Labels;
  readonly error?: string;
}

export type TargetResult = { readonly target: Target } | { readonly dropped: DroppedTarget };

/** All targets of a job in the order of the file; a repeated one counts once, as in Prometheus. */
export function targetsOf(job: ScrapeJob): TargetResult[] {
  const results: TargetResult[] = [];
  const seen = new Set<string>();
  for (const group of job.staticConfigs) {
    for (const address of group.targets) {
      const result = makeTarget(job, address, group.labels);
      if ('target' in result) {
        const identity = `${result.target.url}\n${result.target.labels.key}`;
        if (seen.has(identity)) continue;
        seen.add(identity);
      }
      results.push(result);
    }
  }
  return results;
}

/** Gives a discovered address its labels, relabels them and settles URL, interval and time-out. */
export function makeTarget(job: ScrapeJob, address: string, groupLabels: StaticTargets['labels']): TargetResult {
  const labels = discoveredLabels(job, address, groupLabels);
  const discovered = Labels.of(Object.fromEntries(labels));
  if (!relabel(labels, job.relabelRules)) return { dropped: { job, discoveredLabels: discovered } };
  const times = checkTimes(labels);
  const settled = labels.get('__address__') ?? '';
  const error =
    settled === ''
      ? 'no address'
      : settled.includes('/')
        ? `${JSON.stringify(settled)} is not a valid hostname`
        : times.error;
  if (error !== undefined) return { dropped: { job, discoveredLabels: discovered, error } };
  if ((labels.get('instance') ?? '') === '') labels.set('instance', settled);
  const visible = [...labels].filter(([name, value]) => !name.startsWith('__') && value !== '');
  return {
    target: {
      job,
      labels: Labels.of(Object.fromEntries(visible)),
      discoveredLabels: discovered,
      url: urlOf(job, labels),
      intervalMs: times.intervalMs,
      timeoutMs: times.timeoutMs,
    },
  };
}

function discoveredLabels(job: ScrapeJob, address: string, groupLabels: StaticTargets['labels']): LabelMap {
  const labels: LabelMap = new Map(Object.entries(groupLabels).filter(([, value]) => value !== ''));
  labels.set('__address__', address);
  const defaults: Record<string, string> = {
    job: job.name,
    __scrape_interval__: formatDuration(job.scrapeIntervalMs),
    __scrape_timeout__: formatDuration(job.scrapeTimeoutMs),
    __metrics_path__: job.metricsPath,
    __scheme__: job.scheme,
    __scrape_native_histograms__: 'false',
    __convert_classic_histograms_to_nhcb__: 'false',
    __always_scrape_classic_histograms__: 'false',
  };
  for (const [name, values] of Object.entries(job.params)) defaults[`__param_${name}`] = values[0] ?? '';
  for (const [name, value] of Object.entries(defaults)) {
    if (!labels.has(name) && value !== '') labels.set(name, value);
  }
  return labels;
}

function checkTimes(labels: LabelMap): {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly error?: string;
} {
  const intervalMs = durationIn(labels, '__scrape_interval__');
  const timeoutMs = durationIn(labels, '__scrape_timeout__');
  const error = timesError(labels, intervalMs, timeoutMs);
  return { intervalMs, timeoutMs, ...(error !== undefined && { error }) };
}

function timesError(labels: LabelMap, intervalMs: number, timeoutMs: number): string | undefined {
  for (const [what, value] of [
    ['interval', intervalMs],
    ['timeout', timeoutMs],
  ] as const) {
    const text = labels.get(`__scrape_${what}__`) ?? '';
    if (Number.isNaN(value))
      return `error parsing scrape ${what}: not a valid duration string: ${JSON.stringify(text)}`;
    if (value === 0) return `scrape ${what} cannot be 0`;
  }
  if (timeoutMs <= intervalMs) return undefined;
  return `scrape timeout cannot be greater than scrape interval ("${formatDuration(timeoutMs)}" > "${formatDuration(intervalMs)}")`;
}

function durationIn(labels: LabelMap, name: string): number {
  try {
    return parseDuration(labels.get(name) ?? '');
  } catch {
    return Number.NaN;
  }
}

function urlOf(job: ScrapeJob, labels: LabelMap): string {
  const params: Record<string, readonly string[]> = { ...job.params };
  for (const [name, value] of labels) {
    if (!name.startsWith('__param_')) continue;
    const key = name.slice('__param_'.length);
    params[key] = [value, ...(params[key] ?? []).slice(1)];
  }
  const path = labels.get('__metrics_path__') ?? '';
  const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
  const query = new URLSearchParams();
  for (const key of Object.keys(params).sort()) for (const value of params[key] ?? []) query.append(key, value);
  const encoded = query.toString();
  const scheme = labels.get('__scheme__') ?? 'http';
  return `${scheme}://${labels.get('__address__') ?? ''}${escapePath(rooted)}${encoded === '' ? '' : `?${encoded}`}`;
}

function escapePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}
