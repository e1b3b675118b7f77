import type { SeriesHandle } from '@firedrill/timeseries';

/** A series text of one target, resolved: its handle, or undefined when relabelling drops it. */
export interface CachedSeries {
  readonly handle: SeriesHandle | undefined;
  /** The scrape that last wrote the text. */
  lastScrape: number;
}

/**
 * What a target wrote before: the text of a series to its handle, so that a line is parsed once, and the series that
 * get a stale marker when they are gone. Mirrors the life cycle of Prometheus' scrape cache.
 */
export class SeriesCache {
  readonly #entries = new Map<string, CachedSeries>();
  #scrape = 1;
  #previous = new Map<string, SeriesHandle>();
  #current = new Map<string, SeriesHandle>();

  get scrape(): number {
    return this.#scrape;
  }

  get(series: string): CachedSeries | undefined {
    return this.#entries.get(series);
  }

  add(series: string, handle: SeriesHandle | undefined): CachedSeries {
    const entry = { handle, lastScrape: 0 };
    this.#entries.set(series, entry);
    return entry;
  }

  /** Notes that this scrape saw the series, so that it gets no stale marker. */
  track(handle: SeriesHandle): void {
    this.#current.set(handle.labels.key, handle);
  }

  /** Series of the previous scrape that this one did not see. */
  gone(): SeriesHandle[] {
    return [...this.#previous].filter(([key]) => !this.#current.has(key)).map(([, handle]) => handle);
  }

  /** Ends a scrape; with `forget`, texts that it did not see are dropped (not after a failure or an empty body). */
  endScrape(forget: boolean): void {
    if (forget) {
      for (const [series, entry] of this.#entries) if (entry.lastScrape !== this.#scrape) this.#entries.delete(series);
    }
    this.#previous = this.#current;
    this.#current = new Map();
    this.#scrape += 1;
  }
}
