/** What a target says about one of its metrics. */
export interface MetricMetadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** HELP, TYPE and UNIT lines of one target by metric; the last line wins. */
export class TargetMetadata {
  readonly #metrics = new Map<string, MetricMetadata>();

  note(metric: string, part: Partial<MetricMetadata>): void {
    const known = this.#metrics.get(metric) ?? { type: 'unknown', help: '', unit: '' };
    this.#metrics.set(metric, { ...known, ...part });
  }

  entries(): IterableIterator<[metric: string, metadata: MetricMetadata]> {
    return this.#metrics.entries();
  }

  get(metric: string): MetricMetadata | undefined {
    return this.#metrics.get(metric);
  }
}
