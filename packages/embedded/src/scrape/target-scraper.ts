import type { Labels, SeriesHandle } from '@firedrill/timeseries';
import { readBody, type BodyResult } from './scrape-body';
import { fetchMetrics, ScrapeFailure } from './scrape-request';
import { SeriesCache } from './series-cache';
import type { Target } from './target';
import { TargetMetadata } from './target-metadata';

/** The place samples go: the metric store, or a journal in front of it. */
export interface MetricAppender {
  handle(labels: Labels): SeriesHandle;
}

export interface TargetScraperOptions {
  readonly store: MetricAppender;
  readonly resolveAddress: (hostPort: string) => string;
  readonly now: () => number;
  /** How far behind the scrape a line's own time may lie; one hour, as without Prometheus' out-of-order window. */
  readonly outOfOrderWindowMs?: number;
}

export interface ScrapeOutcome {
  readonly startedMs: number;
  readonly durationMs: number;
  /** Undefined when the target is up. */
  readonly error: string | undefined;
}

/** How far a line's own time may lie ahead of the scrape, as in Prometheus. */
const MAX_AHEAD_MS = 600_000;
const DEFAULT_OUT_OF_ORDER_WINDOW_MS = 3_600_000;

/** Scrapes one target: stores its samples, `up`, the scrape_… series and stale markers for what is gone. */
export class TargetScraper {
  readonly target: Target;
  readonly metadata = new TargetMetadata();
  last: ScrapeOutcome | undefined;
  readonly #options: TargetScraperOptions;
  readonly #cache = new SeriesCache();
  readonly #reports = new Map<string, SeriesHandle>();

  constructor(target: Target, options: TargetScraperOptions) {
    this.target = target;
    this.#options = options;
  }

  /** One scrape whose samples lie at `scrapeTimeMs`; never rejects. */
  async scrape(scrapeTimeMs: number, signal: AbortSignal): Promise<ScrapeOutcome> {
    const { job, url, timeoutMs } = this.target;
    const { now, resolveAddress } = this.#options;
    const startedMs = now();
    let result: BodyResult | undefined;
    let error: string | undefined;
    let isEmpty = true;
    try {
      const answer = await fetchMetrics({ url, timeoutMs, job, resolveAddress, signal });
      isEmpty = answer.body.length === 0;
      result = this.#read(answer.body, answer.format, scrapeTimeMs);
      error = result.error;
    } catch (failure) {
      if (!(failure instanceof ScrapeFailure)) throw failure;
      error = failure.message;
    }
    const outcome = { startedMs, durationMs: now() - startedMs, error };
    if (signal.aborted) return outcome;
    this.#store(result, scrapeTimeMs, isEmpty);
    this.#report(result, outcome, scrapeTimeMs);
    this.last = outcome;
    return outcome;
  }

  #read(body: Buffer, format: 'text' | 'openmetrics', scrapeTimeMs: number): BodyResult {
    const { job, labels } = this.target;
    const newestMs = scrapeTimeMs + MAX_AHEAD_MS;
    const oldestMs = scrapeTimeMs - (this.#options.outOfOrderWindowMs ?? DEFAULT_OUT_OF_ORDER_WINDOW_MS);
    return readBody(body, format, {
      job,
      labels,
      cache: this.#cache,
      metadata: this.metadata,
      scrapeTimeMs,
      handle: (series) => this.#options.store.handle(series),
      accepts: (timestampMs) => timestampMs <= newestMs && timestampMs >= oldestMs,
    });
  }

  #store(result: BodyResult | undefined, scrapeTimeMs: number, isEmpty: boolean): void {
    if (result !== undefined && result.error === undefined) {
      for (const { handle, timestampMs, value } of result.samples) handle.append(timestampMs, value);
    }
    for (const handle of this.#cache.gone()) handle.appendStale(scrapeTimeMs);
    this.#cache.endScrape(result !== undefined && result.error === undefined && !isEmpty);
  }

  #report(result: BodyResult | undefined, outcome: ScrapeOutcome, scrapeTimeMs: number): void {
    const values: Readonly<Record<string, number>> = {
      up: outcome.error === undefined ? 1 : 0,
      scrape_duration_seconds: outcome.durationMs / 1000,
      scrape_samples_scraped: result?.scraped ?? 0,
      scrape_samples_post_metric_relabeling: result?.afterRelabelling ?? 0,
      scrape_series_added: result?.seriesAdded ?? 0,
    };
    for (const [name, value] of Object.entries(values)) this.#reportHandle(name).append(scrapeTimeMs, value);
  }

  #reportHandle(name: string): SeriesHandle {
    let handle = this.#reports.get(name);
    if (handle === undefined) {
      handle = this.#options.store.handle(this.target.labels.with('__name__', name));
      this.#reports.set(name, handle);
    }
    return handle;
  }
}
