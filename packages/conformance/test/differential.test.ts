import { hasPrometheus, withPrometheus } from '@firedrill/bench/prometheus';
import { instantQuery, rangeQuery, type QueryResult } from '@firedrill/promql';
import type { Labels } from '@firedrill/timeseries';
import fc from 'fast-check';
import { randomQuery } from './random-queries';
import { openMetricsOf, randomSeries, SAMPLES, START_MS, STEP_MS, storeOf } from './random-samples';

const QUERIES = Number(process.env.FIREDRILL_DIFFERENTIAL_QUERIES ?? 150);
const SEED = Number(process.env.FIREDRILL_DIFFERENTIAL_SEED ?? 1);
/** The evaluation times lie neither on samples nor on the whole steps of subqueries: 2.42 counts both ends of a window. */
const OFF_STEP_MS = 1_000;
const TOLERANCE = 1e-9;

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly resultType: string;
    readonly result: readonly {
      readonly metric: Record<string, string>;
      readonly value?: Pair;
      readonly values?: readonly Pair[];
    }[];
  };
}

type Pair = readonly [seconds: number, value: string];
/** By series and time; undefined when the query failed. */
type Points = ReadonlyMap<string, number> | undefined;

const run = hasPrometheus() ? test : test.skip;

run(
  `random queries have the results of Debian's Prometheus (skipped where it is not installed)`,
  async () => {
    const series = randomSeries(SEED);
    const source = storeOf(series);
    const steps = fc.integer({ min: 2, max: SAMPLES + 10 });
    const cases = fc.sample(fc.tuple(randomQuery, steps), { numRuns: QUERIES, seed: SEED });
    const differences = await withPrometheus(openMetricsOf(series), async (baseUrl) => {
      const found: string[] = [];
      let withResult = 0;
      for (const [query, step] of cases) {
        const atMs = START_MS + step * STEP_MS + OFF_STEP_MS;
        const range = { startMs: atMs, endMs: atMs + 5 * 45_000, stepMs: 45_000 };
        const instant = await asked(`${baseUrl}/api/v1/query`, { query, time: atMs });
        const ranged = await asked(`${baseUrl}/api/v1/query_range`, {
          query,
          start: range.startMs,
          end: range.endMs,
          step: 45_000,
        });
        if (instant !== undefined && instant.size > 0) withResult += 1;
        found.push(...difference(`${query} at ${atMs}`, instant, pointsOf(instantQuery(query, { atMs, source }))));
        found.push(...difference(`${query} from ${atMs}`, ranged, pointsOf(rangeQuery(query, { ...range, source }))));
      }
      expect(withResult).toBeGreaterThan(QUERIES / 3);
      return found;
    });
    expect(differences).toEqual([]);
  },
  Math.max(60_000, QUERIES * 200),
);

async function asked(
  url: string,
  { query, ...times }: { readonly query: string } & Record<string, string | number>,
): Promise<Points> {
  const parameters = Object.entries(times).map(([name, value]): [string, string] => [
    name,
    String(Number(value) / 1000),
  ]);
  const response = await fetch(`${url}?${new URLSearchParams([['query', query], ...parameters]).toString()}`);
  const { status, data } = (await response.json()) as Answer;
  if (status !== 'success' || data === undefined) return undefined;
  const points = data.result.flatMap(({ metric, value, values = value === undefined ? [] : [value] }) =>
    values.map(([seconds, text]) => [keyOf(Object.entries(metric), seconds * 1000), toNumber(text)] as const),
  );
  return new Map(points);
}

function pointsOf(result: QueryResult): Points {
  if (!result.ok) return undefined;
  const { value } = result;
  if (value.type === 'matrix') {
    return new Map(
      value.series.flatMap(({ labels, points }) =>
        points.map((point) => [keyOf(labels, point.timestampMs), point.value] as const),
      ),
    );
  }
  if (value.type !== 'vector') throw new Error(`a ${value.type} is not generated`);
  return new Map(value.samples.map((sample) => [keyOf(sample.labels, sample.timestampMs), sample.value]));
}

function keyOf(labels: Labels | readonly (readonly [string, string])[], timeMs: number): string {
  return `${JSON.stringify([...labels].sort())} at ${Math.round(timeMs)}`;
}

function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

function difference(name: string, expected: Points, actual: Points): string[] {
  if (expected === undefined || actual === undefined) {
    return expected === actual
      ? []
      : [`${name}: only one of them failed: ${expected === undefined ? 'Prometheus' : 'ours'}`];
  }
  const different = [...new Set([...expected.keys(), ...actual.keys()])].find(
    (key) => !close(expected.get(key), actual.get(key)),
  );
  if (different === undefined) return [];
  return [`${name}: ${different}: expected ${expected.get(different)}, got ${actual.get(different)}`];
}

/** Equal but for rounding, which sums of numbers of size 1e5 carry into differences of them. */
function close(expected: number | undefined, actual: number | undefined): boolean {
  if (expected === undefined || actual === undefined) return false;
  if (Object.is(expected, actual) || expected === actual) return true;
  return Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
