import { formatDuration } from '@firedrill/timeseries';
import type { TargetScraper } from '../scrape/target-scraper';
import type { DroppedTarget } from '../scrape/target';
import type { MetricMetadata } from '../scrape/target-metadata';
import type { ApiEndpoint } from './api-route';
import type { ApiParams } from './api-params';
import type { PrometheusApiOptions } from './prometheus-api';
import { selectorsOf } from './series-endpoints';

const NEVER = '0001-01-01T00:00:00Z';

/** `/api/v1/targets`, `/api/v1/targets/metadata` and `/api/v1/metadata`. */
export function targetEndpoints({ scraper }: PrometheusApiOptions): {
  readonly targets: ApiEndpoint;
  readonly targetsMetadata: ApiEndpoint;
  readonly metadata: ApiEndpoint;
} {
  const active = (): readonly TargetScraper[] => scraper.targets().active;
  return {
    targets(params) {
      const state = params.text('state').toLowerCase();
      const pool = params.text('scrapePool');
      const isWanted = (job: string): boolean => pool === '' || pool === job;
      const shows = (kind: string): boolean => state === '' || state === 'any' || state === kind;
      const targets = active().filter(({ target }) => isWanted(target.job.name));
      const dropped = scraper.targets().dropped.filter(({ job, error }) => isWanted(job.name) && error === undefined);
      return {
        data: {
          activeTargets: shows('active') ? targets.map(activeJson) : [],
          droppedTargets: shows('dropped') ? dropped.map(droppedJson) : [],
          droppedTargetCounts: shows('dropped') ? droppedCounts(scraper.targets()) : null,
        },
      };
    },
    targetsMetadata: (params) => ({ data: targetsMetadata(active(), params) }),
    metadata: (params) => ({ data: metadataByMetric(active(), params) }),
  };
}

function activeJson({ target, last }: TargetScraper): unknown {
  return {
    discoveredLabels: target.discoveredLabels.toObject(),
    labels: target.labels.toObject(),
    scrapePool: target.job.name,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: last?.error ?? '',
    lastScrape: last === undefined ? NEVER : new Date(last.startedMs).toISOString(),
    lastScrapeDuration: (last?.durationMs ?? 0) / 1000,
    health: last === undefined ? 'unknown' : last.error === undefined ? 'up' : 'down',
    scrapeInterval: formatDuration(target.intervalMs),
    scrapeTimeout: formatDuration(target.timeoutMs),
  };
}

function droppedJson({ discoveredLabels, job }: DroppedTarget): unknown {
  return { discoveredLabels: discoveredLabels.toObject(), scrapePool: job.name };
}

function droppedCounts({
  active,
  dropped,
}: {
  readonly active: readonly TargetScraper[];
  readonly dropped: readonly DroppedTarget[];
}): Record<string, number> {
  const jobs = [...active.map(({ target }) => target.job.name), ...dropped.map(({ job }) => job.name)];
  const counts = Object.fromEntries(jobs.map((job) => [job, 0]));
  for (const { job, error } of dropped) if (error === undefined) counts[job.name] = (counts[job.name] ?? 0) + 1;
  return counts;
}

function targetsMetadata(scrapers: readonly TargetScraper[], params: ApiParams): unknown[] {
  const limit = params.metadataLimit('limit') ?? Infinity;
  const metric = params.text('metric');
  const [matchers = []] = selectorsOf(params, 'match_target');
  const rows: unknown[] = [];
  for (const { target, metadata } of scrapers) {
    if (!matchers.every((matcher) => matcher.matches(target.labels.get(matcher.name)))) continue;
    for (const [name, entry] of metadata.entries()) {
      if (metric !== '' && name !== metric) continue;
      const row = { target: target.labels.toObject(), ...(metric === '' && { metric: name }), ...wire(entry) };
      if (rows.length < limit) rows.push(row);
    }
  }
  return rows;
}

function metadataByMetric(scrapers: readonly TargetScraper[], params: ApiParams): Record<string, unknown[]> {
  const limit = params.metadataLimit('limit') ?? Infinity;
  const perMetric = params.metadataLimit('limit_per_metric') ?? Infinity;
  const metric = params.text('metric');
  const found = new Map<string, Map<string, MetricMetadata>>();
  for (const { metadata } of scrapers) {
    for (const [name, entry] of metadata.entries()) {
      if ((metric !== '' && name !== metric) || (!found.has(name) && found.size >= limit)) continue;
      const entries = found.get(name) ?? new Map<string, MetricMetadata>();
      if (entries.size < perMetric) entries.set(JSON.stringify(entry), entry);
      found.set(name, entries);
    }
  }
  return Object.fromEntries([...found].map(([name, entries]) => [name, [...entries.values()].map(wire)]));
}

function wire({ type, help, unit }: MetricMetadata): MetricMetadata {
  return { type, help, unit };
}
