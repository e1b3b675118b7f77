import type { LogSlice } from '@firedrill/timeseries';
import type { RangePlan } from '../plan/metric-plan';
import type { LogSource } from './log-source';
import { mergeSeries, type SampleSeries } from './sample-series';
import { StreamSamples } from './stream-samples';

/** Nanoseconds of Unix time of the first and the last step. */
export interface StepRange {
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

/** The samples of a range aggregation, one series for each label set. */
export interface ReadSamples {
  readonly series: readonly SampleSeries[];
  /** The first step's window end on the clock of the series. */
  readonly firstStepNs: number;
}

/** More samples than this are not kept for the next evaluation. */
const MAX_KEPT_SAMPLES = 100_000;

/** Further from its origin than this (11 days) a clock of doubles begins to lose nanoseconds. */
const MAX_CLOCK_NS = 1e15;

/**
 * Reads the lines that one range aggregation needs. It remembers what it made of them, so that the next evaluation, a
 * little later, looks at new lines only.
 */
export class SampleReader {
  readonly #plan: RangePlan;
  #originNs: bigint | undefined;
  #streams = new Map<string, StreamSamples>();

  constructor(plan: RangePlan) {
    this.#plan = plan;
  }

  read(source: LogSource, { firstNs, lastNs }: StepRange): ReadSamples {
    const { rangeNs, offsetNs, log } = this.#plan;
    const fromNs = firstNs - offsetNs - rangeNs + 1n;
    const slices = source.select(log.matchers, { fromNs, toNs: lastNs - offsetNs + 1n });
    const originNs = this.#origin(firstNs - offsetNs);
    const streams = new Map(slices.map((slice) => [slice.labels.key, this.#streamOf(slice, originNs)]));
    const series = mergeSeries([...streams.values()].flatMap((stream) => [...stream.series.values()]));
    const count = series.reduce((sum, { times }) => sum + times.length, 0);
    this.#streams = count > MAX_KEPT_SAMPLES ? new Map<string, StreamSamples>() : streams;
    return { series, firstStepNs: Number(firstNs - offsetNs - originNs) };
  }

  /** Keeps the clock's origin while the evaluations stay near it. */
  #origin(nearNs: bigint): bigint {
    if (this.#originNs === undefined || Math.abs(Number(nearNs - this.#originNs)) > MAX_CLOCK_NS) {
      this.#originNs = nearNs;
      this.#streams = new Map();
    }
    return this.#originNs;
  }

  #streamOf(slice: LogSlice, originNs: bigint): StreamSamples {
    const known = this.#streams.get(slice.labels.key);
    if (known?.goOn(slice) === true) return known;
    const fresh = new StreamSamples(this.#plan, originNs);
    fresh.readAll(slice);
    return fresh;
  }
}
