import type { PrometheusConfig } from './config/prometheus-config';
import { nextAtOffset } from './interval-offset';
import { targetsOf, type DroppedTarget } from './target';
import { TargetScraper, type MetricAppender, type ScrapeOutcome } from './target-scraper';

export interface ScraperOptions {
  readonly config: PrometheusConfig;
  readonly store: MetricAppender;
  /** Maps `host:port` of a target to where this runtime has it. */
  readonly resolveAddress: (hostPort: string) => string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Called after each scrape is stored. */
  readonly onScrape?: (scraper: TargetScraper, outcome: ScrapeOutcome) => void;
}

export interface Scraper {
  start(): void;
  /** Ends running scrapes; their results are not stored. */
  stop(): Promise<void>;
  targets(): { readonly active: readonly TargetScraper[]; readonly dropped: readonly DroppedTarget[] };
}

/** A scrape that starts this much of its interval late still gets its planned time, so that samples stay even. */
const TOLERANCE = 0.01;

/** Scrapes all targets of a configuration, each at its own fixed offset within the interval, as Prometheus does. */
export function createScraper(options: ScraperOptions): Scraper {
  const results = options.config.jobs.flatMap((job) => targetsOf(job));
  const active = results.flatMap((result) => ('target' in result ? [new TargetScraper(result.target, options)] : []));
  const dropped = results.flatMap((result) => ('dropped' in result ? [result.dropped] : []));
  const timers = new Map<TargetScraper, NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  let stopping = new AbortController();

  const schedule = (scraper: TargetScraper, afterMs: number): void => {
    const plannedMs = nextScrape(scraper, afterMs);
    const timer = setTimeout(() => run(scraper, plannedMs), Math.max(0, plannedMs - options.now()));
    timers.set(scraper, timer);
  };
  const run = (scraper: TargetScraper, plannedMs: number): void => {
    const isLate = options.now() - plannedMs > scraper.target.intervalMs * TOLERANCE;
    const scrapeTimeMs = isLate ? Math.floor(options.now()) : plannedMs;
    const { signal } = stopping;
    const scraping = scraper.scrape(scrapeTimeMs, signal).then((outcome) => {
      running.delete(scraping);
      if (signal.aborted) return;
      options.onScrape?.(scraper, outcome);
      schedule(scraper, Math.max(plannedMs, options.now()));
    });
    running.add(scraping);
  };
  return {
    start() {
      stopping = new AbortController();
      for (const scraper of active) schedule(scraper, options.now());
    },
    async stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all(running);
    },
    targets: () => ({ active, dropped }),
  };
}

/** The first time after `afterMs` that lies at the target's offset within its interval. */
function nextScrape(scraper: TargetScraper, afterMs: number): number {
  const { intervalMs, labels, url } = scraper.target;
  return nextAtOffset(`${url}\n${labels.key}`, intervalMs, afterMs);
}
