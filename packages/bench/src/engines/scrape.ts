import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPrometheusConfig, makeTarget, TargetScraper } from '@firedrill/embedded';
import { MetricStore } from '@firedrill/timeseries';
import type { Bench } from '../measurement';
import { timed } from '../timing';
import { seriesOf, START_MS } from './sample-grid';

const GRID = { series: 10_000, samples: 1, stepMs: 1 };
const STEP_MS = 5_000;
const RUNS = 40;

const CONFIG = `
scrape_configs:
  - job_name: bench
    static_configs:
      - targets: ['127.0.0.1:1']
`;

/** A scrape over HTTP of 10,000 samples, read and appended. The server in the same process writes a ready-made body. */
export const scrape: Bench = async () => {
  const bodies = Array.from({ length: 8 }, (_, version) => Buffer.from(exposition(version)));
  let served = 0;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(bodies[(served += 1) % bodies.length]);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  const scraper = scraperOf(`127.0.0.1:${port}`);
  const { signal } = new AbortController();
  const timing = await timed(RUNS, async (run) => {
    const { error } = await scraper.scrape(START_MS + run * STEP_MS, signal);
    if (error !== undefined) throw new Error(error);
  });
  server.close();
  server.closeAllConnections();
  return [
    {
      what: 'scrape and append of 10,000 samples',
      measured: timing.wallMs,
      unit: 'ms',
      goal: { atMost: 20 },
      beside: `CPU ${timing.cpuMs.toFixed(1)} ms, HTTP and the server's writing within`,
      limit: 'not profiled',
    },
  ];
};

function scraperOf(address: string): TargetScraper {
  const [job] = loadPrometheusConfig('prometheus.yml', CONFIG, [])?.jobs ?? [];
  if (job === undefined) throw new Error('invariant: the configuration has a job');
  const made = makeTarget(job, '127.0.0.1:1', {});
  if (!('target' in made)) throw new Error('invariant: nothing drops the target');
  const store = new MetricStore({ retentionMs: RUNS * STEP_MS, maxSamples: 10_000_000 });
  return new TargetScraper(made.target, { store, now: Date.now, resolveAddress: () => address });
}

function exposition(version: number): string {
  const lines = seriesOf(GRID).map(
    ({ instance = '', l = '' }, index) => `m_total{instance="${instance}",l="${l}"} ${index * 10 + version}`,
  );
  return ['# HELP m_total counts', '# TYPE m_total counter', ...lines, ''].join('\n');
}
