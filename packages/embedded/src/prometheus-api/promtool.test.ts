import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Labels, MetricStore } from '@firedrill/timeseries';
import { createPrometheusApi } from './prometheus-api';

const AT_S = 1_700_000_000;
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const testWithPromtool = hasPromtool ? test : test.skip;

function promtool(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', args);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`promtool ended with ${code}`))));
  });
}

async function withApi(use: (url: string) => Promise<void>): Promise<void> {
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1000 });
  for (const secondsAgo of [30, 15, 0])
    store.append(Labels.of({ __name__: 'up', job: 'api' }), (AT_S - secondsAgo) * 1000, 1);
  const api = createPrometheusApi({
    store,
    scraper: { start: () => undefined, stop: () => Promise.resolve(), targets: () => ({ active: [], dropped: [] }) },
    rules: { groups: () => [], intervalMs: () => 60_000, missed: () => 0 },
    alertmanagers: [],
    now: () => AT_S * 1000,
    startedMs: 0,
    evaluationIntervalMs: 60_000,
    configText: '',
    retention: '6h',
    flags: {},
  });
  const server = createServer(api);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

testWithPromtool.each([
  ['instant', (url: string) => ['instant', `--time=${AT_S}`, url, 'up'], 'up{job="api"} => 1 @['],
  [
    'range',
    (url: string) => ['range', `--start=${AT_S - 15}`, `--end=${AT_S}`, '--step=15s', url, 'sum(up)'],
    `1 @[${AT_S - 15}]`,
  ],
  ['series', (url: string) => ['series', '--match=up', `--start=${AT_S - 60}`, `--end=${AT_S}`, url], 'job="api"'],
  ['labels', (url: string) => ['labels', `--start=${AT_S - 60}`, `--end=${AT_S}`, url, 'job'], 'api'],
] as const)('promtool query %s understands the answers', async (_, argsFor, expected) => {
  await withApi(async (url) => {
    expect(await promtool(['query', ...argsFor(url)])).toContain(expected);
  });
});

test('/metrics speaks of the store and of the requests under the names of Prometheus', async () => {
  await withApi(async (url) => {
    await (await fetch(`${url}/api/v1/query?query=up`)).text();
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('prometheus_tsdb_head_series 1\n');
    expect(text).toContain('prometheus_http_requests_total{handler="/api/v1/query",code="200"} 1\n');
    expect(text).toContain(
      'prometheus_http_request_duration_seconds_bucket{handler="/api/v1/query",code="200",le="+Inf"} 1\n',
    );
  });
});
