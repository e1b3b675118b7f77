import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLogIngest, createLokiApi } from '@firedrill/embedded';
import { Labels, LogStore } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { matchesRecorded } from './placeholder-match';
import { compareCase, readCases, runCases } from './recorded-cases';
import { listen, stopServer } from './test-server';
import { loadLokiDataset } from './loki-dataset';

type Texts = Readonly<Record<string, string>>;

interface HttpCase {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly params?: Readonly<Record<string, string | readonly string[]>> | null;
    readonly headers?: Texts;
    readonly body?: string | { readonly gzipOf: string };
  };
  readonly response: {
    readonly status: number;
    readonly json?: unknown;
    readonly text?: string;
    readonly dataSorted?: boolean;
    readonly lines?: readonly string[];
    readonly jsonKeys?: readonly string[];
    readonly metricFamilies?: readonly { readonly name: string; readonly type: string }[];
  };
}

interface IngestCase {
  readonly name: string;
  readonly push: { readonly labels: Texts; readonly line: string; readonly metadata?: Texts };
  readonly expect: { readonly labels: Texts; readonly line: string; readonly metadata?: Texts };
}

/**
 * Reads over the recorded data set, pushes with their checks, and what ingest adds to a line. Two cases fail: the
 * runtime has no detected_fields, and /metrics lists no metrics of parts that it lacks (rings, Kafka, chunk storage).
 */
export const area: Area = {
  name: 'loki-http',
  files: ['loki/http'],
  async run(folder) {
    const read = await withApi(loadLokiDataset(folder), readCases<HttpCase>(join(folder, 'loki/http/read.json')));
    const push = await withApi(new LogStore(), readCases<HttpCase>(join(folder, 'loki/http/push.json')));
    return [...read, ...push, ...readCases<IngestCase>(join(folder, 'loki/http/ingest.json')).map(runIngestCase)];
  },
};

async function withApi(store: LogStore, cases: readonly HttpCase[]): Promise<CaseResult[]> {
  const server = await listen(createLokiApi({ store, ingest: createLogIngest(store), now: () => Date.now() }));
  try {
    return await runCases(cases, 1, (recorded) => runCase(recorded, (server.address() as AddressInfo).port));
  } finally {
    stopServer(server);
  }
}

async function runCase({ name, request, response }: HttpCase, port: number): Promise<CaseResult> {
  const url = new URL(request.path, `http://127.0.0.1:${port}`);
  for (const [key, values] of Object.entries(request.params ?? {}))
    for (const value of [values].flat()) url.searchParams.append(key, value);
  const body = bodyOf(request.body);
  const answer = await fetch(url, {
    method: request.method,
    headers: { ...request.headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  const expected = { status: response.status, body: expectedBody(response) };
  const actual = { status: answer.status, body: actualBody(text, response) };
  if (matchesRecorded(expected, actual)) return { name, outcome: 'passed' };
  return { name, outcome: 'failed', expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
}

function bodyOf(body: HttpCase['request']['body']): string | Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (typeof body !== 'string')
    return gzipSync(withTimes('{"streams":[{"stream":{"app":"p"},"values":[["<now ns>","z"]]}]}'));
  return withTimes(body);
}

/** Fills in times relative to now and long repetitions. */
function withTimes(text: string): string {
  const now = Date.now();
  const shifts: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return text
    .replace(/<now([+-])(\d+)([smhd]) ns>/g, (_, sign: string, count: string, unit: string) => {
      const shift = Number(count) * (shifts[unit] ?? 0) * (sign === '-' ? -1 : 1);
      return String(BigInt(now + shift) * 1_000_000n);
    })
    .replaceAll('<now ns>', String(BigInt(now) * 1_000_000n))
    .replaceAll('<now s>', String(Math.floor(now / 1000)))
    .replace(/(.)\1*<…×(\d+)>/g, (_, letter: string, count: string) => letter.repeat(Number(count)));
}

/** Wording of errors is our own; statistics count by their key names. */
function expectedBody(response: HttpCase['response']): unknown {
  if (response.status >= 400) return 'error';
  if (response.jsonKeys !== undefined) return response.jsonKeys;
  if (response.metricFamilies !== undefined) return response.metricFamilies.map(({ name }) => name);
  return response.json === undefined ? (response.text ?? '') : withoutCounts(response.json);
}

function actualBody(text: string, response: HttpCase['response']): unknown {
  if (response.status >= 400) return 'error';
  if (response.metricFamilies !== undefined) return [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]);
  if (response.json === undefined && response.jsonKeys === undefined) return response.lines === undefined ? text : '';
  const data = text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
  return response.jsonKeys === undefined ? withoutCounts(data) : Object.keys(data as object).sort();
}

function withoutCounts(body: unknown): unknown {
  const { data } = body as { readonly data?: unknown };
  if (typeof data !== 'object' || data === null || !('stats' in data)) return body;
  const stats = data.stats as Readonly<Record<string, unknown>>;
  const trimmed = stats['<trimmed>'] ?? Object.keys(stats).sort();
  const summary = stats['summary.keys'] ?? Object.keys(stats.summary as object).sort();
  return { ...(body as object), data: { ...data, stats: { trimmed, summary } } };
}

function runIngestCase({ name, push, expect }: IngestCase): CaseResult {
  let stored: unknown;
  const ingest = createLogIngest({
    push(labels, entries) {
      const [entry] = entries;
      stored = { labels: labels.toObject(), line: entry?.line, metadata: readBack(labels, entry?.metadata) };
      return { accepted: entries.length, duplicates: 0 };
    },
  });
  const metadata = push.metadata && { metadata: Labels.of(push.metadata) };
  ingest.push(Labels.of(push.labels), [{ timestampNs: 1n, line: push.line, ...metadata }]);
  return compareCase(name, { labels: expect.labels, line: expect.line, metadata: expect.metadata ?? {} }, stored);
}

/** Metadata as a query gives it: a name that the stream has, too, is renamed. */
function readBack(labels: Labels, metadata: Labels | undefined): Texts {
  return Object.fromEntries(
    [...(metadata ?? [])].map(([name, value]) => [labels.has(name) ? `${name}_extracted` : name, value]),
  );
}
