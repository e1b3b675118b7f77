import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lokiRequest, prometheusRequest, RequestError, type DataQuery } from '@firedrill/grafana-alerting';
import type { Area, CaseResult } from '../area';

interface RequestCase {
  readonly name: string;
  readonly kind: 'prometheus' | 'loki';
  readonly datasource: string;
  readonly now: string;
  readonly relativeTimeRange: { readonly from: number; readonly to: number };
  readonly model: Readonly<Record<string, unknown>>;
  readonly errorKind?: string;
  readonly requests?: readonly { readonly path: string; readonly params: Readonly<Record<string, string>> }[];
}

interface Recording {
  readonly datasources: Readonly<Record<string, { readonly timeInterval?: string }>>;
  readonly cases: readonly RequestCase[];
}

/** What a query model makes Grafana ask of Prometheus and Loki. */
export const area: Area = {
  name: 'grafana-requests',
  files: ['grafana/datasource-requests.json'],
  run(folder) {
    const { datasources, cases } = JSON.parse(
      readFileSync(join(folder, 'grafana/datasource-requests.json'), 'utf8'),
    ) as Recording;
    return Promise.resolve(cases.map((testCase) => runCase(testCase, datasources[testCase.datasource]?.timeInterval)));
  },
};

function runCase(testCase: RequestCase, timeInterval: string | undefined): CaseResult {
  const { name, errorKind, requests = [] } = testCase;
  const asked = requests.map(({ path, params }) => JSON.stringify([endpoint(path), sorted(params)])).sort();
  const expected = errorKind === undefined ? asked.join('\n') : `error: ${errorKind}`;
  const actual = answer(testCase, timeInterval);
  return actual === expected ? { name, outcome: 'passed' } : { name, outcome: 'failed', expected, actual };
}

function answer({ kind, now, relativeTimeRange, model }: RequestCase, timeInterval: string | undefined): string {
  const nowMs = preciseTime(now);
  const query: DataQuery = {
    refId: 'A',
    datasourceUid: 'uid',
    queryType: '',
    model,
    fromMs: nowMs - relativeTimeRange.from * 1000,
    toMs: nowMs - relativeTimeRange.to * 1000,
    intervalMs: Number(model.intervalMs) || 1000,
    maxDataPoints: Number(model.maxDataPoints) || 43_200,
  };
  try {
    const asked = kind === 'prometheus' ? prometheusParams(query, timeInterval) : [lokiParams(query)];
    return asked
      .map(([path, params]) => JSON.stringify([path, sorted(params)]))
      .sort()
      .join('\n');
  } catch (error) {
    if (error instanceof RequestError) return `error: ${error.code}`;
    throw error;
  }
}

type Params = readonly [path: string, params: Readonly<Record<string, string>>];

function prometheusParams(query: DataQuery, timeInterval: string | undefined): Params[] {
  const { range, instant } = prometheusRequest(query, { timeInterval });
  const asked: Params[] = [];
  if (range !== undefined) {
    const { expr, startMs, endMs, stepMs } = range;
    asked.push(['query_range', { query: expr, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) }]);
  }
  if (instant !== undefined) asked.push(['query', { query: instant.expr, time: seconds(instant.atMs) }]);
  return asked;
}

function lokiParams(query: DataQuery): Params {
  const request = lokiRequest(query);
  if (request.kind === 'instant') return ['query', { query: request.expr, time: String(request.atNs) }];
  const { expr, startNs, endNs, stepNs } = request;
  return ['query_range', { query: expr, start: String(startNs), end: String(endNs), step: `${stepNs / 1_000_000n}ms` }];
}

/** Milliseconds with their fraction, which Date drops. */
function preciseTime(text: string): number {
  const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? '';
  return Date.parse(text.replace(/\.\d+Z$/, 'Z')) + Number(`0.${fraction}0`) * 1000;
}

function endpoint(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function seconds(ms: number): string {
  return String(ms / 1000);
}

function sorted(params: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
}
