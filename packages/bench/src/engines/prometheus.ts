import { request } from 'undici';
import { hasPrometheus, withPrometheus } from '../prometheus';
import { median } from '../timing';

export interface RangeTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

const RUNS = 20;

/**
 * The median time Debian's Prometheus reports for evaluating a query on these samples, in milliseconds; undefined
 * where it is not installed.
 */
export async function prometheusEvaluationMs(
  openMetricsText: string,
  query: string,
  at: number | RangeTimes,
): Promise<number | undefined> {
  if (!hasPrometheus()) return undefined;
  const [path, times] = typeof at === 'number' ? ['query', { time: seconds(at) }] : ['query_range', rangeOf(at)];
  const parameters = new URLSearchParams({ ...times, query, stats: 'all' }).toString();
  return withPrometheus(openMetricsText, async (baseUrl) => {
    const found: number[] = [];
    for (let run = 0; run < RUNS * 2; run += 1) {
      const answer = await request(`${baseUrl}/api/v1/${path}?${parameters}`);
      const { data } = (await answer.body.json()) as QueryAnswer;
      if (data.result.length === 0) throw new Error('Prometheus found no samples');
      if (run >= RUNS) found.push(data.stats.timings.evalTotalTime * 1000);
    }
    return median(found);
  });
}

function rangeOf({ startMs, endMs, stepMs }: RangeTimes): Record<string, string> {
  return { start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
}

const seconds = (milliseconds: number): string => String(milliseconds / 1000);

interface QueryAnswer {
  readonly data: {
    readonly result: readonly unknown[];
    readonly stats: { readonly timings: { readonly evalTotalTime: number } };
  };
}
