import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createMatcher, MetricStore } from '@firedrill/timeseries';
import { loadPrometheusConfig } from './config/prometheus-config';
import { createScraper } from './scraper';
import { targetsOf } from './target';
import { TargetScraper } from './target-scraper';

interface Answer {
  readonly body?: string;
  readonly status?: number;
  readonly gzip?: boolean;
  readonly type?: string;
}

let server: Server;
let answers: Answer[];
let authorization: string | undefined;

beforeEach(async () => {
  server = createServer((request, response) => {
    authorization = request.headers.authorization;
    const { body = '', status = 200, gzip = false, type = 'text/plain; version=0.0.4' } = answers.shift() ?? {};
    response.writeHead(status, { 'content-type': type, ...(gzip && { 'content-encoding': 'gzip' }) });
    response.end(gzip ? gzipSync(body) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function setUp(rest = ''): { store: MetricStore; scraper: TargetScraper } {
  const config = loadPrometheusConfig(
    'prometheus.yml',
    `scrape_configs:\n- job_name: api\n  scrape_interval: 5s\n  static_configs: [{targets: ['api:8080']}]\n${rest}`,
    [],
  );
  const [made] = config!.jobs.flatMap(targetsOf);
  if (made === undefined || !('target' in made)) throw new Error('no target');
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1000 });
  const { port } = server.address() as AddressInfo;
  return {
    store,
    scraper: new TargetScraper(made.target, { store, now: Date.now, resolveAddress: () => `127.0.0.1:${port}` }),
  };
}

/** The newest sample of each series at the time of a scrape; none for a series that is stale. */
function visible(store: MetricStore, atMs: number): Record<string, number> {
  const slices = store.select([createMatcher('__name__', '!~', 'scrape_.*')], atMs - 300_000, atMs);
  const entries = slices.flatMap(({ labels, values, stale, to }) => {
    if (stale?.[to - 1] === 1) return [];
    const rest = labels.drop(['__name__', 'job', 'instance']);
    const suffix = rest.size > 0 ? JSON.stringify(rest.toObject()) : '';
    return [[`${labels.get('__name__')}${suffix}`, values[to - 1]!] as const];
  });
  return Object.fromEntries(entries);
}

const never = new AbortController().signal;
const BASE_MS = 1_700_000_000_000;

test('series that vanish and targets that fail are marked stale', async () => {
  const { store, scraper } = setUp();
  answers = [{ body: 'a 1\nb 1\n' }, { body: 'a 2\n', gzip: true }, { status: 500 }, { body: 'a 4\n' }];
  const seen: Record<string, number>[] = [];
  for (const step of [0, 1, 2, 3]) {
    await scraper.scrape(BASE_MS + step * 5000, never);
    seen.push(visible(store, BASE_MS + step * 5000));
  }
  expect(seen).toEqual([{ up: 1, a: 1, b: 1 }, { up: 1, a: 2 }, { up: 0 }, { up: 1, a: 4 }]);
});

test('a body with an error stores nothing and says why', async () => {
  const { store, scraper } = setUp();
  answers = [{ body: 'a 1\nb x\n' }];
  await scraper.scrape(BASE_MS, never);
  expect(visible(store, BASE_MS)).toEqual({ up: 0 });
  expect(scraper.last?.error).toContain('expected a number, got "x"');
});

test.each([
  ['a content type', { status: 200, type: 'text/html' }, 'unsupported Content-Type'],
  ['a status', { status: 204 }, '204 No Content'],
])('%s fails the scrape', async (_, answer, expected) => {
  const { scraper } = setUp();
  answers = [answer];
  await scraper.scrape(BASE_MS, never);
  expect(scraper.last?.error).toContain(expected);
});

test('a target that nobody answers for is down', async () => {
  const { store, scraper } = setUp();
  server.close();
  server.closeAllConnections();
  await scraper.scrape(BASE_MS, never);
  expect(visible(store, BASE_MS)).toEqual({ up: 0 });
});

test('labels that clash are renamed, metric relabelling and limits apply', async () => {
  const { store, scraper } = setUp(
    "  sample_limit: 1\n  metric_relabel_configs: [{source_labels: [__name__], regex: 'go_.*', action: drop}]\n",
  );
  answers = [{ body: 'go_x 1\na{job="mine"} 1\n' }, { body: 'a 1\nb 1\n' }];
  await scraper.scrape(BASE_MS, never);
  expect(visible(store, BASE_MS)).toEqual({ up: 1, 'a{"exported_job":"mine"}': 1 });
  await scraper.scrape(BASE_MS + 5000, never);
  expect(scraper.last?.error).toBe('sample limit exceeded');
});

test('the credentials of the configuration are sent', async () => {
  const { scraper } = setUp('  authorization: {credentials: s3cret}\n');
  answers = [{ body: '' }];
  await scraper.scrape(BASE_MS, never);
  expect(authorization).toBe('Bearer s3cret');
});

test('the scraper scrapes on its schedule until it is stopped', async () => {
  answers = Array.from({ length: 1000 }, () => ({ body: 'a 1\n' }));
  const config = loadPrometheusConfig(
    'prometheus.yml',
    "scrape_configs: [{job_name: api, scrape_interval: 20ms, static_configs: [{targets: ['api:1']}]}]",
    [],
  )!;
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1000 });
  const { port } = server.address() as AddressInfo;
  let scrapes = 0;
  await new Promise<void>((resolve) => {
    const scraper = createScraper({
      config,
      store,
      now: Date.now,
      resolveAddress: () => `127.0.0.1:${port}`,
      onScrape: () => {
        scrapes += 1;
        if (scrapes === 3) void scraper.stop().then(resolve);
      },
    });
    scraper.start();
  });
  const [slice] = store.select([createMatcher('__name__', '=', 'up')], 0, Infinity);
  expect(slice!.to - slice!.from).toBe(3);
  const gaps = [...slice!.timestamps.slice(slice!.from + 1, slice!.to)].map(
    (time, index) => time - slice!.timestamps[slice!.from + index]!,
  );
  expect(gaps.every((gap) => gap >= 1)).toBe(true);
});
