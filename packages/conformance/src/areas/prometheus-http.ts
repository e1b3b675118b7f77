import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Problem } from '@firedrill/config-file';
import {
  createPrometheusApi,
  createRuleEvaluator,
  createScraper,
  loadPrometheusConfig,
  loadRuleFiles,
  type PrometheusApiOptions,
} from '@firedrill/embedded';
import { MetricStore } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { matchesRecorded } from './placeholder-match';
import { load } from './promql';
import { readCases, runCases } from './recorded-cases';
import { listen, stopServer } from './test-server';

interface HttpCase {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: string | null;
    readonly form?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly text?: string | null;
    readonly bodySummary?: unknown;
    readonly unordered?: unknown;
  };
}

interface LiveFiles {
  readonly config: string;
  readonly rules: string;
}

const FOLDER = 'prometheus/http';

/** Requests to the API over the recorded data set, and to one over a live scraper. */
export const area: Area = {
  name: 'prometheus-http',
  files: [FOLDER],
  async run(folder) {
    const casesOf = (names: readonly string[]): HttpCase[] =>
      names.flatMap((name) => [...readCases<HttpCase>(join(folder, FOLDER, `${name}.json`))]);
    const dataset = JSON.parse(readFileSync(join(folder, 'prometheus/shop-dataset.json'), 'utf8')) as Parameters<
      typeof load
    >[0];
    const recorded = await withApi(staticOptions(load(dataset)), casesOf(['query', 'errors', 'series']));
    const live = JSON.parse(readFileSync(join(folder, FOLDER, 'rules.json'), 'utf8')) as LiveFiles;
    return [...recorded, ...(await withLiveApi(live, casesOf(['status', 'rules'])))];
  },
};

/** What the recorded server was started with. */
const RECORDED_FLAGS = {
  'config.file': '/etc/prometheus/prometheus.yml',
  'log.level': 'warn',
  'storage.tsdb.path': '/etc/prometheus/data',
  'web.enable-lifecycle': 'true',
  'web.listen-address': '127.0.0.1:19307',
};

function staticOptions(store: MetricStore): PrometheusApiOptions {
  return {
    store,
    rules: { groups: () => [], intervalMs: () => 60_000, missed: () => 0 },
    alertmanagers: [],
    scraper: { start: () => undefined, stop: () => Promise.resolve(), targets: () => ({ active: [], dropped: [] }) },
    now: () => Date.now(),
    startedMs: Date.now(),
    evaluationIntervalMs: 60_000,
    configText: '',
    retention: '15d',
    flags: RECORDED_FLAGS,
  };
}

async function withApi(options: PrometheusApiOptions, cases: readonly HttpCase[]): Promise<CaseResult[]> {
  const server = await listen(createPrometheusApi(options));
  try {
    return await runCases(cases, 4, (recorded) => runCase(recorded, (server.address() as AddressInfo).port));
  } finally {
    stopServer(server);
  }
}

const TARGET_BODY = `# HELP shop_orders_total Orders.
# TYPE shop_orders_total counter
shop_orders_total 7
# HELP shop_queue_length Jobs waiting.
# TYPE shop_queue_length gauge
shop_queue_length{queue="mail"} 42
# TYPE req_seconds histogram
req_seconds_bucket{le="+Inf"} 1
req_seconds_sum 1
req_seconds_count 1
`;

async function withLiveApi({ config, rules: ruleText }: LiveFiles, cases: readonly HttpCase[]): Promise<CaseResult[]> {
  const target = await listen((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(TARGET_BODY);
  });
  const live = `127.0.0.1:${(target.address() as AddressInfo).port}`;
  const loaded = loadPrometheusConfig('prometheus.yml', config, []);
  if (loaded === undefined) throw new Error('the recorded configuration was refused');
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 100_000 });
  const scraper = createScraper({
    config: loaded,
    store,
    now: () => Date.now(),
    resolveAddress: (address) => (address === '127.0.0.1:19330' ? live : '127.0.0.1:1'),
  });
  const problems: Problem[] = [];
  const groups = loadRuleFiles(['/etc/prometheus/rules.yml'], (name) => [{ name, text: ruleText }], problems);
  const rules = createRuleEvaluator({
    groups,
    global: loaded.global,
    source: store,
    store,
    externalUrl: '',
    now: Date.now,
  });
  try {
    for (const active of scraper.targets().active) await active.scrape(Date.now(), new AbortController().signal);
    rules.evaluate(Date.now());
    const { alertmanagers, text: configText } = loaded;
    return await withApi({ ...staticOptions(store), scraper, rules, alertmanagers, configText }, cases);
  } finally {
    stopServer(target);
  }
}

async function runCase(recorded: HttpCase, port: number): Promise<CaseResult> {
  const { name, request, response } = recorded;
  const query = request.query === undefined || request.query === null ? '' : `?${request.query}`;
  const answer = await fetch(`http://127.0.0.1:${port}${request.path}${query}`, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...request.headers,
      ...(request.form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(request.form !== undefined && { body: request.form }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  const actual = { status: answer.status, body: comparable(isJson ? (JSON.parse(text) as unknown) : text, query) };
  const expected = { status: response.status, body: comparable(expectedBody(response, actual.body), query) };
  if (matchesRecorded(expected, actual)) return { name, outcome: 'passed' };
  return { name, outcome: 'failed', expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
}

/** A summary is of an answer too large to record: what it says is taken from the answer itself. */
function expectedBody({ body, text, bodySummary }: HttpCase['response'], actual: unknown): unknown {
  if (bodySummary === undefined) return body ?? text ?? '';
  return JSON.stringify(summaryOf(actual)) === JSON.stringify(bodySummary) ? actual : bodySummary;
}

function summaryOf(actual: unknown): unknown {
  const { status, data } = actual as {
    readonly status: string;
    readonly data: { readonly resultType: string; readonly result: readonly { readonly values: readonly unknown[] }[] };
  };
  const values = data.result.flatMap((series) => series.values);
  return {
    status,
    resultType: data.resultType,
    valuesPerSeries: data.result.map((series) => series.values.length),
    first: values[0],
    last: values.at(-1),
  };
}

/** Wording of errors is our own, a vector has no order unless the query sorts. */
function comparable(body: unknown, query: string): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { status, errorType, data } = body as {
    readonly status?: string;
    readonly errorType?: string;
    readonly data?: unknown;
  };
  if (status === 'error') return { status, errorType };
  return { ...body, data: sorted(withoutAccidents(data), query) };
}

/** Left out: the wording of errors, the token of a page (a hash over the recorder's folder), how many statistics there are. */
const ACCIDENTS: Readonly<Record<string, (value: unknown) => unknown>> = {
  lastError: (value) => value !== '',
  groupNextToken: () => 'token',
  seriesCountByMetricName: firstOnly,
  labelValueCountByLabelName: firstOnly,
  memoryInBytesByLabelName: firstOnly,
  seriesCountByLabelValuePair: firstOnly,
};

function withoutAccidents(data: unknown): unknown {
  if (typeof data !== 'object') return data;
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => ACCIDENTS[key]?.(value) ?? value) as unknown;
}

function firstOnly(value: unknown): unknown {
  return (value as readonly unknown[]).slice(0, 1);
}

function sorted(data: unknown, query: string): unknown {
  const byText = (items: readonly unknown[]): unknown[] =>
    items.map((item) => ordered(item)).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (Array.isArray(data)) return byText(data as unknown[]);
  const { resultType, result } = (data ?? {}) as { readonly resultType?: string; readonly result?: readonly unknown[] };
  if (resultType !== 'vector' || result === undefined || query.includes('sort')) return data;
  return { resultType, result: byText(result) };
}

/** The same value with the keys of its objects in order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]),
  );
}
