import type { Labels } from './labels';
import type { Matcher } from './matcher';
import { MetricIndex } from './metric-index';
import { MetricSeries, type SeriesSlice } from './metric-series';

export interface MetricStoreOptions {
  /** Samples older than the newest one by more than this are forgotten. */
  readonly retentionMs: number;
  /** The most samples held; beyond it the oldest go, whatever their series. */
  readonly maxSamples: number;
}

export interface MetricStoreStats {
  readonly series: number;
  readonly samples: number;
  /** Samples that went before their time because the store was full. */
  readonly dropped: number;
  /** Samples refused because their series already has a sample at that time or a later one. */
  readonly outOfOrder: number;
}

/** Appends to one series without looking it up again; false when the sample was refused as out of order. */
export interface SeriesHandle {
  readonly labels: Labels;
  append(timestampMs: number, value: number): boolean;
  appendStale(timestampMs: number): boolean;
}

/** Metric samples in memory, bounded by time and by number. Times are integer milliseconds. */
export class MetricStore {
  readonly #options: MetricStoreOptions;
  readonly #series = new Map<string, MetricSeries>();
  readonly #index = new MetricIndex();
  /** What each list of matchers found, good while no series came or went. */
  readonly #found = new WeakMap<
    readonly Matcher[],
    { readonly version: number; readonly series: readonly MetricSeries[] }
  >();
  #version = 0;
  #samples = 0;
  #dropped = 0;
  #outOfOrder = 0;
  #newest = -Infinity;
  #sweptAt = -Infinity;

  constructor(options: MetricStoreOptions) {
    this.#options = options;
  }

  append(labels: Labels, timestampMs: number, value: number): boolean {
    return this.#push(this.#seriesOf(labels), timestampMs, value, false);
  }

  /** Marks the series as ended at this time: selectors do not look back past the marker. */
  appendStale(labels: Labels, timestampMs: number): boolean {
    return this.#push(this.#seriesOf(labels), timestampMs, NaN, true);
  }

  /** A handle stays good after its series is forgotten: the next append brings the series back. */
  handle(labels: Labels): SeriesHandle {
    let series = this.#seriesOf(labels);
    const live = (): MetricSeries => (series.isForgotten ? (series = this.#seriesOf(labels)) : series);
    return {
      labels,
      append: (timestampMs, value) => this.#push(live(), timestampMs, value, false),
      appendStale: (timestampMs) => this.#push(live(), timestampMs, NaN, true),
    };
  }

  /**
   * The samples with `fromMs < t <= toMs` of each matching series that has one. Valid until the next append.
   * Asking again with the same list of matchers (the same object) does not search again.
   */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): SeriesSlice[] {
    const slices: SeriesSlice[] = [];
    for (const series of this.#matching(matchers)) {
      const slice = series.slice(fromMs, toMs);
      if (slice.from < slice.to) slices.push(slice);
    }
    return slices;
  }

  /** The label sets that match one of the selectors and have a sample in `fromMs <= t <= toMs`, sorted. */
  seriesLabels(selectors: readonly (readonly Matcher[])[], fromMs = -Infinity, toMs = Infinity): Labels[] {
    const found = new Set<Labels>();
    for (const matchers of selectors) {
      for (const series of this.#index.find(matchers)) {
        const first = series.indexAfter(fromMs - 1);
        if (first < series.indexAfter(toMs)) found.add(series.labels);
      }
    }
    return [...found].sort((left, right) => left.compare(right));
  }

  /** Label names in use, sorted; no selectors means all series. */
  labelNames(selectors: readonly (readonly Matcher[])[] = [[]], fromMs?: number, toMs?: number): string[] {
    const sets = this.seriesLabels(selectors, fromMs, toMs);
    return [...new Set(sets.flatMap((labels) => labels.names))].sort();
  }

  /** Values of one label, sorted; series without the label do not count. */
  labelValues(
    name: string,
    selectors: readonly (readonly Matcher[])[] = [[]],
    fromMs?: number,
    toMs?: number,
  ): string[] {
    const holders = this.seriesLabels(selectors, fromMs, toMs).filter((labels) => labels.has(name));
    return [...new Set(holders.map((labels) => labels.get(name)))].sort();
  }

  stats(): MetricStoreStats {
    return { series: this.#series.size, samples: this.#samples, dropped: this.#dropped, outOfOrder: this.#outOfOrder };
  }

  #matching(matchers: readonly Matcher[]): readonly MetricSeries[] {
    const known = this.#found.get(matchers);
    if (known?.version === this.#version) return known.series;
    const series = [...this.#index.find(matchers)];
    this.#found.set(matchers, { version: this.#version, series });
    return series;
  }

  #seriesOf(labels: Labels): MetricSeries {
    let series = this.#series.get(labels.key);
    if (series === undefined) {
      series = new MetricSeries(labels);
      this.#series.set(labels.key, series);
      this.#index.add(series);
      this.#version += 1;
    }
    return series;
  }

  #push(series: MetricSeries, timestampMs: number, value: number, isStale: boolean): boolean {
    if (timestampMs <= series.lastTimestamp) {
      this.#outOfOrder += 1;
      return false;
    }
    series.push(timestampMs, value, isStale);
    this.#samples += 1;
    if (timestampMs > this.#newest) this.#newest = timestampMs;
    this.#samples -= series.dropUntil(this.#newest - this.#options.retentionMs);
    if (this.#newest - this.#sweptAt > this.#options.retentionMs / 16)
      this.#sweep(this.#newest - this.#options.retentionMs);
    if (this.#samples > this.#options.maxSamples) this.#dropOldest();
    return true;
  }

  /** Forgets what is too old in every series, and series that have nothing left. */
  #sweep(untilMs: number): number {
    let forgotten = 0;
    for (const [key, series] of this.#series) {
      forgotten += series.dropUntil(untilMs);
      if (series.length > 0) continue;
      series.isForgotten = true;
      this.#series.delete(key);
      this.#index.remove(series);
      this.#version += 1;
    }
    this.#samples -= forgotten;
    this.#sweptAt = this.#newest;
    return forgotten;
  }

  /** Makes room by a sixteenth of the time held, so that it is not needed again at the next append. */
  #dropOldest(): void {
    let oldest = this.#newest;
    for (const series of this.#series.values()) oldest = Math.min(oldest, series.firstTimestamp);
    this.#dropped += this.#sweep(oldest + Math.floor((this.#newest - oldest) / 16));
  }
}
