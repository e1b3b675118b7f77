import { positionAt, type Span } from '@firedrill/query-core';
import { formatValue } from '../format-value';

/** One histogram_quantile that met counts that decrease, over all the steps where it did. */
export interface MonotonicityRepair {
  readonly lowestBound: number;
  readonly highestBound: number;
  readonly largestDrop: number;
}

interface RepairRecord extends MonotonicityRepair {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Remarks beside the result, each once, worded as Prometheus does and placed by line and column. */
export class Annotations {
  readonly #text: string;
  readonly #warnings = new Set<string>();
  readonly #infos = new Set<string>();
  readonly #repairs = new Map<string, RepairRecord>();

  constructor(text: string) {
    this.#text = text;
  }

  warn(message: string, span: Span): void {
    this.#warnings.add(`PromQL warning: ${message} ${this.#place(span)}`);
  }

  info(message: string, span: Span): void {
    this.#infos.add(`PromQL info: ${message} ${this.#place(span)}`);
  }

  warnQuantile(quantile: number, span: Span): void {
    this.warn(`quantile value should be between 0 and 1, got ${formatValue(quantile)}`, span);
  }

  repaired(repair: MonotonicityRepair, metricName: string, timeMs: number, span: Span): void {
    const subject = metricName === '' ? '' : ` for metric name ${JSON.stringify(metricName)}`;
    const key = `${subject} ${this.#place(span)}`;
    const known = this.#repairs.get(key);
    this.#repairs.set(key, {
      lowestBound: Math.min(repair.lowestBound, known?.lowestBound ?? Infinity),
      highestBound: Math.max(repair.highestBound, known?.highestBound ?? -Infinity),
      largestDrop: Math.max(repair.largestDrop, known?.largestDrop ?? 0),
      count: (known?.count ?? 0) + 1,
      firstMs: Math.min(timeMs, known?.firstMs ?? Infinity),
      lastMs: Math.max(timeMs, known?.lastMs ?? -Infinity),
    });
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }

  get infos(): string[] {
    return [...this.#infos, ...[...this.#repairs].map(([key, repair]) => describeRepair(key, repair))];
  }

  #place(span: Span): string {
    const { line, column } = positionAt(this.#text, span.start);
    return `(${line}:${column})`;
  }
}

function describeRepair(key: string, repair: RepairRecord): string {
  const place = key.slice(key.lastIndexOf(' ') + 1);
  const subject = key.slice(0, key.lastIndexOf(' '));
  return (
    'PromQL info: input to histogram_quantile needed to be fixed for monotonicity ' +
    '(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)' +
    `${subject}, from buckets ${formatValue(repair.lowestBound)} to ${formatValue(repair.highestBound)}, ` +
    `with a max diff of ${formatValue(repair.largestDrop)}, over ${repair.count} samples ` +
    `from ${rfc3339(repair.firstMs)} to ${rfc3339(repair.lastMs)} ${place}`
  );
}

function rfc3339(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
