import { instantQuery, rangeQuery } from '@firedrill/promql';
import { MetricStore } from '@firedrill/timeseries';
import type { Bench, Measurement } from '../measurement';
import { timed } from '../timing';
import { prometheusEvaluationMs } from './prometheus';
import { fillStore, openMetrics, START_MS, type SampleGrid } from './sample-grid';

const RATE = 'sum by (l) (rate(m_total[5m]))';
const WINDOW_MS = 300_000;

/** Rate and sum, a cycle of rules, and a range query, beside Prometheus. */
export const metricQueries: Bench = async () => [
  ...(await rateAndSum({ series: 10_000, samples: 20, stepMs: 15_000 }, { atMost: 2 })),
  ...(await rateAndSum({ series: 10_000, samples: 60, stepMs: 5_000 })),
  await rules(),
  await range({ series: 1_000, samples: 300, stepMs: 15_000 }),
];

async function rateAndSum(grid: SampleGrid, goal?: { readonly atMost: number }): Promise<Measurement[]> {
  const source = storeOf(grid);
  const atMs = START_MS + (grid.samples - 1) * grid.stepMs + 1;
  const ours = await timed(60, () => evaluated(instantQuery(RATE, { atMs, source })), { warmUp: 200 });
  const theirs = await prometheusEvaluationMs(openMetrics(grid), RATE, atMs);
  return [
    {
      what: `sum by (rate [5m]), 10,000 series × ${grid.samples} samples`,
      measured: ours.wallMs,
      unit: 'ms',
      ...(goal !== undefined && { goal }),
      beside: beside(ours.cpuMs, theirs),
      limit: 'profile: 27 % rates (reading the samples), 27 % finding windows, 15 % selecting slices, 8 % garbage',
    },
  ];
}

async function rules(): Promise<Measurement> {
  const source = storeOf({ series: 0, samples: 0, stepMs: 1 });
  for (let metric = 0; metric < 100; metric += 1) {
    fillStore(source, { series: 100, samples: 20, stepMs: 15_000 }, `m${metric}_total`);
  }
  const queries = Array.from({ length: 100 }, (_, metric) => `sum by (l) (rate(m${metric}_total[5m])) / 10 > 5`);
  const atMs = START_MS + 19 * 15_000;
  const cycle = await timed(30, (run) => {
    for (const query of queries) evaluated(instantQuery(query, { atMs: atMs + run, source }));
  });
  return {
    what: '100 rules over 10,000 series, one cycle',
    measured: cycle.wallMs,
    unit: 'ms',
    goal: { atMost: 100 },
    beside: beside(cycle.cpuMs, undefined),
  };
}

async function range(grid: SampleGrid): Promise<Measurement> {
  const source = storeOf(grid);
  const startMs = START_MS + WINDOW_MS;
  const times = { startMs, endMs: startMs + 239 * grid.stepMs, stepMs: grid.stepMs };
  const ours = await timed(10, () => evaluated(rangeQuery(RATE, { ...times, source })), { warmUp: 5 });
  const theirs = await prometheusEvaluationMs(openMetrics(grid), RATE, times);
  return {
    what: 'range query, 1,000 series × 240 steps, rate and sum',
    measured: ours.wallMs,
    unit: 'ms',
    ...(theirs !== undefined && { goal: { atMost: theirs } }),
    beside: beside(ours.cpuMs, theirs),
    limit: 'profile: 43 % finding windows and making their samples, 17 % rates, 8 % grouping, 7 % garbage',
  };
}

function storeOf(grid: SampleGrid): MetricStore {
  const store = new MetricStore({ retentionMs: 7_200_000, maxSamples: 10_000_000 });
  fillStore(store, grid, 'm_total');
  return store;
}

function evaluated(result: ReturnType<typeof instantQuery>): void {
  if (!result.ok) throw result.error;
}

function beside(cpuMs: number, prometheusMs: number | undefined): string {
  const theirs = prometheusMs === undefined ? '' : `, Prometheus 2.42 evaluates in ${prometheusMs.toFixed(2)} ms`;
  return `CPU ${cpuMs.toFixed(2)} ms${theirs}`;
}
