import type { Metric, Registry } from 'prom-client';
import { SeriesMap, type Labels } from './series-map';

/** Name, help and labels of one metric. */
export interface InstrumentOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

interface Sample {
  readonly metricName?: string;
  readonly labels: Labels;
  readonly value: number;
}

/**
 * What a prom-client registry asks of a metric. Its own metrics sort, hash and check the labels at every call, which is
 * most of what counting costs; these look a series up by its label values.
 */
abstract class Instrument {
  readonly name: string;
  readonly help: string;
  abstract readonly type: 'counter' | 'gauge' | 'histogram';
  /** Called before each scrape. */
  collect?: () => void | Promise<void>;

  constructor(registry: Registry, { name, help }: InstrumentOptions) {
    this.name = name;
    this.help = help;
    registry.registerMetric(this as unknown as Metric);
  }

  async get(): Promise<{ name: string; help: string; type: string; values: Sample[]; aggregator: 'sum' }> {
    await this.collect?.();
    return { name: this.name, help: this.help, type: this.type, values: this.samples(), aggregator: 'sum' };
  }

  protected abstract samples(): Sample[];
}

abstract class NumberInstrument extends Instrument {
  readonly #series: SeriesMap<{ number: number }>;
  readonly #labelled: boolean;

  constructor(registry: Registry, options: InstrumentOptions) {
    super(registry, options);
    this.#series = new SeriesMap(options.labelNames, () => ({ number: 0 }));
    this.#labelled = options.labelNames.length > 0;
    this.reset();
  }

  inc(labels: Labels, value = 1): void {
    this.#series.get(labels).number += value;
  }

  /** Forgets every series; a metric without labels goes back to 0. */
  reset(): void {
    this.#series.clear();
    if (!this.#labelled) this.inc({}, 0);
  }

  protected put(labels: Labels, value: number): void {
    this.#series.get(labels).number = value;
  }

  protected samples(): Sample[] {
    return this.#series.entries().map(({ labels, value }) => ({ labels, value: value.number }));
  }
}

/** A number that only grows. */
export class CounterInstrument extends NumberInstrument {
  readonly type = 'counter';

  /** Throws RangeError for a value below 0. */
  override inc(labels: Labels, value = 1): void {
    if (value < 0) throw new RangeError(`${this.name}: a counter cannot go down, got ${value}`);
    super.inc(labels, value);
  }
}

/** A number that goes up and down. */
export class GaugeInstrument extends NumberInstrument {
  readonly type = 'gauge';

  set(labels: Labels, value: number): void {
    this.put(labels, value);
  }

  dec(labels: Labels, value = 1): void {
    this.inc(labels, -value);
  }
}

interface Distribution {
  /** How many values fell into each bucket and no lower one; the last is above every bound. */
  readonly counts: number[];
  sum: number;
}

/** Values counted by the upper bounds that they do not exceed. */
export class HistogramInstrument extends Instrument {
  readonly type = 'histogram';
  readonly #bounds: readonly number[];
  readonly #series: SeriesMap<Distribution>;

  constructor(registry: Registry, options: InstrumentOptions, bounds: readonly number[]) {
    super(registry, options);
    this.#bounds = bounds;
    this.#series = new SeriesMap(options.labelNames, () => ({
      counts: Array.from({ length: bounds.length + 1 }, () => 0),
      sum: 0,
    }));
    if (options.labelNames.length === 0) this.#series.get({});
  }

  observe(labels: Labels, value: number): void {
    const distribution = this.#series.get(labels);
    let index = 0;
    while (index < this.#bounds.length && value > (this.#bounds[index] ?? Infinity)) index += 1;
    distribution.counts[index] = (distribution.counts[index] ?? 0) + 1;
    distribution.sum += value;
  }

  protected samples(): Sample[] {
    return this.#series.entries().flatMap(({ labels, value: { counts, sum } }) => {
      let total = 0;
      const buckets = counts.map((count, index) => {
        total += count;
        return {
          metricName: `${this.name}_bucket`,
          labels: { le: String(this.#bounds[index] ?? '+Inf'), ...labels },
          value: total,
        };
      });
      return [
        ...buckets,
        { metricName: `${this.name}_sum`, labels, value: sum },
        { metricName: `${this.name}_count`, labels, value: total },
      ];
    });
  }
}
