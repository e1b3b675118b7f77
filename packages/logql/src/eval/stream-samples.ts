import type { Labels, LogSlice } from '@firedrill/timeseries';
import { LineLabels } from '../pipeline/line-labels';
import { ParserHints } from '../pipeline/parser-hints';
import type { RangePlan } from '../plan/metric-plan';
import type { SampleSeries } from './sample-series';

/** What a range aggregation made of the lines of one stream, from one place in the stream to another. */
export class StreamSamples {
  readonly series = new Map<Labels, SampleSeries>();
  readonly #plan: RangePlan;
  readonly #originNs: bigint;
  #labels: LineLabels | undefined;
  #revision = 0;
  #from = 0;
  #to = 0;

  constructor(plan: RangePlan, originNs: bigint) {
    this.#plan = plan;
    this.#originNs = originNs;
  }

  /** Reads a slice from its first line on. */
  readAll(slice: LogSlice): void {
    this.#revision = slice.revision;
    this.#labels = new LineLabels(slice.labels, new ParserHints(this.#plan.needs));
    this.#readFrom(slice, 0, this.#labels);
  }

  /**
   * Moves on to a later slice: forgets the samples before it and reads the lines that are new. False, with nothing
   * done, when a line was put in between the known ones, or the slice does not begin and end later.
   */
  goOn(slice: LogSlice): boolean {
    const end = slice.position + slice.length;
    const follows = slice.position >= this.#from && slice.position <= this.#to && end >= this.#to;
    if (this.#labels === undefined || slice.revision !== this.#revision || !follows) return false;
    this.#forgetBefore(slice.offsetsFrom(this.#originNs)(0));
    this.#readFrom(slice, this.#to - slice.position, this.#labels);
    return true;
  }

  #forgetBefore(timeNs: number): void {
    for (const [labels, { times, values }] of this.series) {
      const kept = times.findIndex((time) => time >= timeNs);
      if (kept < 0) this.series.delete(labels);
      else if (kept > 0) {
        times.splice(0, kept);
        values.splice(0, kept);
      }
    }
  }

  #readFrom(slice: LogSlice, first: number, labels: LineLabels): void {
    const { log, extract, selection } = this.#plan;
    const offsetOf = slice.offsetsFrom(this.#originNs);
    let current = first;
    labels.timestampNs = () => slice.timestampNs(current);
    lines: for (; current < slice.length; current++) {
      let line: string | undefined = slice.line(current);
      for (const filter of log.filters) if (filter(line, labels) === undefined) continue lines;
      labels.reset(slice.metadata(current));
      for (const stage of log.stages) {
        line = stage(line, labels);
        if (line === undefined) continue lines;
      }
      const value = extract(line, labels);
      if (value !== undefined) this.#add(labels.result(selection), offsetOf(current), value);
    }
    this.#from = slice.position;
    this.#to = slice.position + slice.length;
  }

  #add(labels: Labels, time: number, value: number): void {
    let series = this.series.get(labels);
    if (series === undefined) this.series.set(labels, (series = { labels, times: [], values: [] }));
    series.times.push(time);
    series.values.push(value);
  }
}
