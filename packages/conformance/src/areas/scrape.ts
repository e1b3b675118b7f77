import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { loadPrometheusConfig, makeTarget, TargetScraper, type Target } from '@firedrill/embedded';
import { formatValue, instantQuery } from '@firedrill/promql';
import { Labels, MetricStore } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { compareCase, readCases, runCases } from './recorded-cases';
import { listen, stopServer } from './test-server';

interface RecordedResponse {
  readonly body?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly delayMs?: number;
  readonly close?: boolean;
  readonly cut?: number;
  readonly gzip?: boolean;
  readonly gzipCut?: number;
  readonly redirect?: string;
  readonly needAuth?: string;
}

interface RecordedScrape {
  readonly up: number;
  readonly scrape_samples_scraped: number;
  readonly scrape_samples_post_metric_relabeling: number;
  readonly scrape_series_added: number;
  readonly visible: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}

interface ScrapeCase {
  readonly name: string;
  readonly job: Readonly<Record<string, unknown>>;
  readonly responses: readonly RecordedResponse[];
  readonly expect: {
    readonly scrapes: readonly RecordedScrape[];
    readonly request?: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  };
}

const TARGET = '127.0.0.1:19320';
const INTERVAL_MS = 1000;
const SYNTHETIC = /^(?:up|scrape_.*)$/;

/** Scrapes of a target that changes, fails and comes back; the time between scrapes is virtual. */
export const area: Area = {
  name: 'scrape',
  files: ['prometheus/scrape.json'],
  run: (folder) => runCases(readCases<ScrapeCase>(join(folder, 'prometheus/scrape.json')), 8, runCase),
};

async function runCase(recorded: ScrapeCase): Promise<CaseResult> {
  const target = targetOf(recorded);
  const startMs = Date.now();
  let request: { path: string; headers: IncomingHttpHeaders } | undefined;
  let answered = 0;
  let scrapeMs = startMs;
  const server = await listen((incoming, response) => {
    if (incoming.url === '/r/ok') {
      response.setHeader('content-type', 'text/plain; version=0.0.4').end('redirected 1\n');
      return;
    }
    request ??= { path: incoming.url ?? '', headers: incoming.headers };
    const step = recorded.responses[Math.min(answered, recorded.responses.length - 1)];
    answered += 1;
    if (step !== undefined) answer(incoming, response, step, (text) => withTimes(text, scrapeMs, startMs));
  });
  const live = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1_000_000 });
  const scraper = new TargetScraper(target, {
    store,
    now: () => Date.now(),
    resolveAddress: (address) => (address === TARGET ? live : '127.0.0.1:1'),
  });
  try {
    const scrapes: unknown[] = [];
    for (const expected of recorded.expect.scrapes) {
      await scraper.scrape(scrapeMs, new AbortController().signal);
      scrapes.push(scrapeAt(store, scrapeMs, expected));
      scrapeMs += INTERVAL_MS;
    }
    return compareCase(recorded.name, expectedOf(recorded), {
      scrapes,
      ...(recorded.expect.request && { request: comparable(request) }),
    });
  } finally {
    stopServer(server);
  }
}

function targetOf({ name, job }: ScrapeCase): Target {
  const jobName = name.replace(/^scrape-/, '');
  const full = {
    job_name: jobName,
    scrape_interval: '1s',
    scrape_timeout: '900ms',
    metrics_path: `/m/${jobName}`,
    static_configs: [{ targets: [TARGET] }],
    ...job,
  };
  const loaded = loadPrometheusConfig('prometheus.yml', JSON.stringify({ scrape_configs: [full] }), [])?.jobs[0];
  const [group] = loaded?.staticConfigs ?? [];
  const made = loaded && makeTarget(loaded, group?.targets[0] ?? TARGET, group?.labels ?? {});
  if (made === undefined || !('target' in made)) throw new Error('the job was refused');
  return made.target;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  step: RecordedResponse,
  fill: (text: string) => string,
): void {
  const body = Buffer.from(fill(step.body ?? ''));
  const bytes = step.gzip === true || step.gzipCut !== undefined ? gzipSync(body) : body;
  const send = (): void => {
    if (step.close === true) {
      request.socket.destroy();
      return;
    }
    if (step.needAuth !== undefined && request.headers.authorization !== step.needAuth) {
      response.writeHead(401).end();
      return;
    }
    response.statusCode = step.status ?? 200;
    const headers: Readonly<Record<string, string | null>> = {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
      ...step.headers,
    };
    for (const [name, value] of Object.entries(headers)) if (value !== null) response.setHeader(name, value);
    if (bytes !== body) response.setHeader('Content-Encoding', 'gzip');
    if (step.redirect !== undefined)
      response.setHeader('Location', step.redirect === 'self' ? (request.url ?? '') : step.redirect);
    if (step.cut === undefined && step.gzipCut === undefined) {
      response.end(bytes);
      return;
    }
    const sent = step.gzipCut ?? step.cut ?? 0;
    if (step.cut !== undefined) response.setHeader('Content-Length', bytes.length);
    if (step.cut === undefined) response.end(bytes.subarray(0, sent));
    else response.write(bytes.subarray(0, sent), () => request.socket.destroy());
  };
  setTimeout(send, step.delayMs ?? 0);
}

function withTimes(text: string, nowMs: number, startMs: number): string {
  return text.replace(/\{\{(now|start)([+-]\d+)\}\}/g, (_, base: string, shift: string) =>
    String((base === 'now' ? nowMs : startMs) + Number(shift)),
  );
}

function scrapeAt(store: MetricStore, timeMs: number, expected: RecordedScrape): unknown {
  const result = instantQuery('{__name__=~".+"}', { atMs: timeMs, source: store });
  if (!result.ok || result.value.type !== 'vector') throw new Error('the query failed');
  const values = new Map(result.value.samples.map(({ labels, value }) => [labels.get('__name__'), value]));
  const wanted = new Set(expected.visible.map(({ labels }) => Labels.of(labels).key));
  const visible = result.value.samples
    .filter(({ labels }) => !SYNTHETIC.test(labels.get('__name__')) || wanted.has(labels.key))
    .map(({ labels, value }) => `${JSON.stringify(Object.entries(labels.toObject()).sort())} ${formatValue(value)}`);
  return {
    up: values.get('up'),
    scraped: values.get('scrape_samples_scraped'),
    afterRelabelling: values.get('scrape_samples_post_metric_relabeling'),
    added: values.get('scrape_series_added'),
    visible: visible.sort(),
  };
}

function expectedOf({ expect }: ScrapeCase): unknown {
  const scrapes = expect.scrapes.map((scrape) => ({
    up: scrape.up,
    scraped: scrape.scrape_samples_scraped,
    afterRelabelling: scrape.scrape_samples_post_metric_relabeling,
    added: scrape.scrape_series_added,
    visible: scrape.visible
      .map(({ labels, value }) => `${JSON.stringify(Object.entries(labels).sort())} ${value}`)
      .sort(),
  }));
  return { scrapes, ...(expect.request && { request: comparable(expect.request) }) };
}

/** Header names in lower case; what the connection itself adds is left out. */
function comparable(
  request: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> } | undefined,
): unknown {
  if (request === undefined) return undefined;
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== 'connection')
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { path: request.path, headers: Object.fromEntries(headers) };
}
