import { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import { ERROR_LABEL, PRESERVE_ERROR_LABEL } from '../pipeline/line-labels';
import type { RangePlan } from '../plan/metric-plan';
import type { ReadSamples } from './sample-reader';
import type { SampleSeries } from './sample-series';
import type { Sample } from './log-source';
import { RANGE_FUNCTIONS } from './range-functions';

/** The window of one range aggregation, moved forward from step to step. */
export class MovingWindow {
  readonly #plan: RangePlan;
  readonly #series: readonly SampleSeries[];
  readonly #firstStepNs: number;
  readonly #from: number[];
  readonly #to: number[];

  constructor(plan: RangePlan, { series, firstStepNs }: ReadSamples) {
    this.#plan = plan;
    this.#series = series;
    this.#firstStepNs = firstStepNs;
    this.#from = series.map(() => 0);
    this.#to = series.map(() => 0);
  }

  /**
   * The samples at a step, `offsetNs` after the first one; steps must come in order. A line in the window whose pipeline
   * failed fails the query, as in Loki.
   */
  at(offsetNs: number): readonly Sample[] {
    const endNs = this.#firstStepNs + offsetNs;
    const { operation, parameter, rangeNs, absentLabels } = this.#plan;
    const [range, compute] = [Number(rangeNs), RANGE_FUNCTIONS[operation]];
    const samples: Sample[] = [];
    for (const [index, { labels, times, values }] of this.#series.entries()) {
      const to = advance(times, this.#to[index] ?? 0, endNs);
      const from = advance(times, this.#from[index] ?? 0, endNs - range);
      this.#to[index] = to;
      this.#from[index] = from;
      if (from === to) continue;
      if (labels.has(ERROR_LABEL) && !labels.has(PRESERVE_ERROR_LABEL)) this.#failWith(labels);
      samples.push({ labels, value: compute({ times, values, from, to, rangeSeconds: range / 1e9, parameter }) });
    }
    if (operation === 'absent_over_time') return samples.length > 0 ? [] : [{ labels: absentLabels, value: 1 }];
    return samples;
  }

  #failWith(labels: Labels): never {
    const kind = labels.get(ERROR_LABEL);
    const set = [...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
    const remedy = `Filter such lines out on purpose with | ${ERROR_LABEL}=""`;
    throw new QueryError('execution', `pipeline error: '${kind}' for series: '{${set}}'. ${remedy}`, this.#plan.span);
  }
}

/** The first index from `index` on whose time is after the limit. */
function advance(times: readonly number[], index: number, limit: number): number {
  let at = index;
  while (at < times.length && (times[at] ?? 0) <= limit) at += 1;
  return at;
}
