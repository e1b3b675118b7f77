import { instantQuery } from '@firedrill/logql';
import type { LogStore } from '@firedrill/timeseries';
import type { Bench, Measurement } from '../measurement';
import { timedOnce } from '../timing';
import { END_NS, filledLogStore } from './log-lines';

const FILTERED = 'sum(count_over_time({service=~".+"} |= "error" | json | level="error" [5m]))';
const UNFILTERED = 'sum by (level) (count_over_time({service=~".+"} | json [5m]))';
const STEP_NS = 10_000_000_000n;

/** A count over a million lines: the first evaluation reads them all, the next one 10 s later only what is new. */
export const logQueries: Bench = async () => {
  const { store } = await filledLogStore();
  return [...(await coldAndNext(FILTERED, store, [500, 20])), ...(await coldAndNext(UNFILTERED, store, []))];
};

async function coldAndNext(query: string, store: LogStore, [cold, next]: readonly number[]): Promise<Measurement[]> {
  const evaluate = (evaluation: number): void => {
    const result = instantQuery(query, { atNs: END_NS + BigInt(evaluation) * STEP_NS, source: store });
    if (!result.ok) throw result.error;
  };
  const first = await timedOnce(() => {
    evaluate(0);
  });
  const second = await timedOnce(() => {
    evaluate(1);
  });
  return [
    {
      what: `${query}, 1,000,000 lines, first time`,
      measured: first.wallMs,
      unit: 'ms',
      ...(cold !== undefined && { goal: { atMost: cold } }),
      beside: `CPU ${first.cpuMs.toFixed(0)} ms, code not yet compiled`,
      limit: 'not profiled',
    },
    {
      what: '… 10 s later',
      measured: second.wallMs,
      unit: 'ms',
      ...(next !== undefined && { goal: { atMost: next } }),
      beside: `CPU ${second.cpuMs.toFixed(0)} ms`,
      limit: 'not profiled',
    },
  ];
}
