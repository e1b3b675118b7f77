import { isUtf8 } from 'node:buffer';
import type { Labels, SeriesHandle } from '@firedrill/timeseries';
import type { ScrapeJob } from './config/scrape-job';
import { readExposition } from './exposition';
import { ExpositionError, type ExpositionReader } from './exposition-reader';
import { readOpenMetrics } from './openmetrics';
import { checkDuplicates, storedLabels } from './sample-labels';
import { parseSeriesText } from './series-text';
import type { SeriesCache } from './series-cache';
import type { MetricMetadata, TargetMetadata } from './target-metadata';

export type BodyFormat = 'text' | 'openmetrics';

/** A sample that waits until the whole body is read: a body with an error stores nothing. */
export interface PendingSample {
  readonly handle: SeriesHandle;
  readonly timestampMs: number;
  readonly value: number;
}

/** What one body held. */
export interface BodyResult {
  readonly samples: readonly PendingSample[];
  /** Samples read, also those before an error. */
  readonly scraped: number;
  readonly afterRelabelling: number;
  readonly seriesAdded: number;
  readonly error: string | undefined;
}

export interface BodyContext {
  readonly job: ScrapeJob;
  readonly labels: Labels;
  readonly cache: SeriesCache;
  readonly metadata: TargetMetadata;
  readonly scrapeTimeMs: number;
  handle(labels: Labels): SeriesHandle;
  /** Whether the store takes a sample with this time of its own. */
  accepts(timestampMs: number): boolean;
}

/** Reads a scraped body into samples, counts and, when a line is not valid, the error that ends it. */
export function readBody(bytes: Buffer, format: BodyFormat, context: BodyContext): BodyResult {
  const collector = new SampleCollector(context, format === 'openmetrics', isUtf8(bytes));
  const text = bytes.toString('utf8');
  try {
    if (format === 'openmetrics') readOpenMetrics(text, collector);
    else readExposition(text, collector);
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    return collector.result(error.message);
  }
  const { sampleLimit } = context.job;
  return collector.result(sampleLimit > 0 && collector.counted > sampleLimit ? 'sample limit exceeded' : undefined);
}

class SampleCollector implements ExpositionReader {
  readonly #context: BodyContext;
  readonly #strict: boolean;
  readonly #isUtf8: boolean;
  readonly #samples: PendingSample[] = [];
  readonly #fresh = new Set<string>();
  #metricType = '';
  #met: { readonly series: string; readonly written: ReturnType<typeof parseSeriesText> } | undefined;
  #scraped = 0;
  #afterRelabelling = 0;
  #seriesAdded = 0;

  constructor(context: BodyContext, strict: boolean, isValidUtf8: boolean) {
    this.#context = context;
    this.#strict = strict;
    this.#isUtf8 = isValidUtf8;
  }

  get counted(): number {
    return this.#afterRelabelling;
  }

  result(error: string | undefined): BodyResult {
    return {
      samples: this.#samples,
      scraped: this.#scraped,
      afterRelabelling: this.#afterRelabelling,
      seriesAdded: this.#seriesAdded,
      error,
    };
  }

  knows(series: string): boolean {
    return this.#context.cache.get(series) !== undefined;
  }

  meet(series: string): void {
    if (!this.#isUtf8 && series.includes('\uFFFD')) throw new ExpositionError('invalid UTF-8 label value');
    this.#met = { series, written: parseSeriesText(series, this.#metricType, this.#strict) };
  }

  sample(series: string, value: number, writtenTimeMs: number | undefined): void {
    const { cache, job, scrapeTimeMs } = this.#context;
    this.#scraped += 1;
    const entry = cache.get(series) ?? this.#resolve(series);
    if (entry.handle === undefined) {
      entry.lastScrape = cache.scrape;
      return;
    }
    const ownTime = job.honorTimestamps ? writtenTimeMs : undefined;
    const isRepeated = entry.lastScrape === cache.scrape && ownTime === undefined;
    entry.lastScrape = cache.scrape;
    if (ownTime === undefined || job.trackTimestampsStaleness) cache.track(entry.handle);
    this.#afterRelabelling += 1;
    const isAccepted = ownTime === undefined || this.#context.accepts(ownTime);
    if (this.#fresh.delete(series) && isAccepted && !this.#isOverLimit()) this.#seriesAdded += 1;
    if (isAccepted && !isRepeated)
      this.#samples.push({ handle: entry.handle, timestampMs: ownTime ?? scrapeTimeMs, value });
  }

  type(metric: string, type: string): void {
    this.#metricType = type;
    this.#note(metric, { type });
  }

  help(metric: string, help: string): void {
    this.#note(metric, { help });
  }

  unit(metric: string, unit: string): void {
    this.#note(metric, { unit });
  }

  #note(metric: string, part: Partial<MetricMetadata>): void {
    this.#context.metadata.note(metric, part);
  }

  #isOverLimit(): boolean {
    const { sampleLimit } = this.#context.job;
    return sampleLimit > 0 && this.#afterRelabelling > sampleLimit;
  }

  #resolve(series: string): ReturnType<SeriesCache['add']> {
    const written =
      this.#met?.series === series ? this.#met.written : parseSeriesText(series, this.#metricType, this.#strict);
    const labels = storedLabels(written, this.#context.labels, this.#context.job);
    checkDuplicates(written);
    const entry = this.#context.cache.add(series, labels === undefined ? undefined : this.#context.handle(labels));
    if (labels !== undefined) this.#fresh.add(series);
    return entry;
  }
}
