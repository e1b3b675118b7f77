import type { Registry } from 'prom-client';
import { CounterInstrument, GaugeInstrument, HistogramInstrument } from './instruments';

/** The values that a label can have: a closed list, or `any`. */
export type LabelDefinition = readonly string[] | 'any';

export type LabelDefinitions = Readonly<Record<string, LabelDefinition>>;

/** One metric: everything about it but the values. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: LabelDefinitions;
  /** Upper bounds of a histogram, in its unit; DURATION_BUCKETS when missing. */
  readonly buckets?: readonly number[];
}

export type MetricTable = Readonly<Record<string, MetricDefinition>>;

/** Seconds; thresholds of rules fall on a bound. */
export const DURATION_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Declares the metrics that one owner has, so that their use and the rules that read them are checked against it. */
export function defineMetrics<const Metrics extends MetricTable>(metrics: Metrics): Metrics {
  return metrics;
}

/** The values for the labels of one metric; `{}` for a metric without labels. */
export type LabelValues<Labels extends LabelDefinitions> = {
  readonly [Name in keyof Labels]: Labels[Name] extends readonly (infer Value)[] ? Value : string | number;
};

export interface Counter<Labels extends LabelDefinitions> {
  inc(labels: LabelValues<Labels>, value?: number): void;
}

export interface Gauge<Labels extends LabelDefinitions> {
  set(labels: LabelValues<Labels>, value: number): void;
  inc(labels: LabelValues<Labels>, value?: number): void;
  dec(labels: LabelValues<Labels>, value?: number): void;
  /** Forgets every series. */
  reset(): void;
  /** Called before each scrape. */
  collect?: () => void | Promise<void>;
}

export interface Histogram<Labels extends LabelDefinitions> {
  observe(labels: LabelValues<Labels>, value: number): void;
}

interface Instruments<Labels extends LabelDefinitions> {
  readonly counter: Counter<Labels>;
  readonly gauge: Gauge<Labels>;
  readonly histogram: Histogram<Labels>;
}

/** The instruments of a table, by metric name. */
export type MetricsOf<Metrics extends MetricTable> = {
  readonly [Name in keyof Metrics]: Instruments<Metrics[Name]['labels']>[Metrics[Name]['type']];
};

/**
 * Creates a table's metrics on a registry. A counter whose labels are all closed starts with every series at 0, so that
 * `rate` sees its first increase.
 */
export function createMetrics<Metrics extends MetricTable>(registry: Registry, metrics: Metrics): MetricsOf<Metrics> {
  const entries = Object.entries(metrics).map(([name, definition]) => [name, instrument(registry, name, definition)]);
  return Object.fromEntries(entries) as MetricsOf<Metrics>;
}

function instrument(registry: Registry, name: string, definition: MetricDefinition): unknown {
  const { help, labels, buckets = DURATION_BUCKETS } = definition;
  const options = { name, help, labelNames: Object.keys(labels) };
  switch (definition.type) {
    case 'counter': {
      const counter = new CounterInstrument(registry, options);
      for (const series of closedSeries(labels)) counter.inc(series, 0);
      return counter;
    }
    case 'gauge':
      return new GaugeInstrument(registry, options);
    case 'histogram':
      return new HistogramInstrument(registry, options, buckets);
  }
}

/** Every combination of label values; none when a label is open. */
function closedSeries(labels: LabelDefinitions): Record<string, string>[] {
  let series: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(labels)) {
    if (values === 'any') return [];
    series = series.flatMap((labelSet) => values.map((value) => ({ ...labelSet, [name]: value })));
  }
  return series;
}
