import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadPrometheusConfig, makeTarget, TargetScraper } from '@firedrill/embedded';
import type { Area, CaseResult } from '../area';
import { CollectingStore } from './collecting-store';
import { compareCase, readCases, runCases } from './recorded-cases';
import { listen, stopServer } from './test-server';

interface ExpositionCase {
  readonly name: string;
  readonly contentType: string | null;
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly expect: {
    readonly up: number;
    readonly scraped: number;
    readonly postRelabel: number;
    readonly seriesAdded: number;
    readonly samples: readonly {
      readonly labels: Record<string, string>;
      readonly value: string;
      readonly timestampMs?: number;
    }[];
    readonly metadata?: readonly {
      readonly metric: string;
      readonly type: string;
      readonly help: string;
      readonly unit?: string;
    }[];
  };
}

const SYNTHETIC = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
];

/** One scrape of each recorded body over HTTP. */
export const area: Area = {
  name: 'exposition',
  files: ['prometheus/exposition.json'],
  async run(folder) {
    const cases = readCases<ExpositionCase>(join(folder, 'prometheus/exposition.json'));
    const server = await serve(new Map(cases.map((recorded) => [`/${recorded.name}`, recorded])));
    try {
      return await runCases(cases, 8, (recorded) => runCase(recorded, (server.address() as AddressInfo).port));
    } finally {
      stopServer(server);
    }
  },
};

function serve(cases: ReadonlyMap<string, ExpositionCase>): Promise<Server> {
  return listen((request, response) => {
    const recorded = cases.get(decodeURIComponent(request.url ?? ''));
    if (recorded === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (recorded.contentType !== null && recorded.contentType !== '')
      response.setHeader('content-type', recorded.contentType);
    response.end(recorded.bodyBase64 === undefined ? recorded.body : Buffer.from(recorded.bodyBase64, 'base64'));
  });
}

async function runCase(recorded: ExpositionCase, port: number): Promise<CaseResult> {
  const yaml = JSON.stringify({ scrape_configs: [{ job_name: 'j', metrics_path: `/${recorded.name}` }] });
  const job = loadPrometheusConfig('prometheus.yml', yaml, [])?.jobs[0];
  const made = job && makeTarget(job, `127.0.0.1:${port}`, {});
  if (made === undefined || !('target' in made)) throw new Error('no target');
  const store = new CollectingStore();
  const scrapeTimeMs = Date.now();
  // The recording server took any old time: only what lies ahead is refused.
  const scraper = new TargetScraper(made.target, {
    store,
    resolveAddress: (address) => address,
    now: () => Date.now(),
    outOfOrderWindowMs: Number.POSITIVE_INFINITY,
  });
  await scraper.scrape(scrapeTimeMs, new AbortController().signal);
  return compareCase(recorded.name, normaliseExpected(recorded), actual(scraper, store, scrapeTimeMs));
}

function normaliseExpected({ expect }: ExpositionCase): unknown {
  const { up, scraped, postRelabel, seriesAdded } = expect;
  const samples = expect.samples.map(({ labels, value, timestampMs }) =>
    sampleText(labels, Number(value.replace('Inf', 'Infinity')), timestampMs),
  );
  const metadata = (expect.metadata ?? []).map(({ metric, type, help, unit = '' }) => ({ metric, type, help, unit }));
  return { up, scraped, postRelabel, seriesAdded, samples: samples.sort(), metadata: metadata.sort(byMetric) };
}

function actual(scraper: TargetScraper, store: CollectingStore, scrapeTimeMs: number): unknown {
  const valueOf = (name: string): number =>
    store.samples.find(({ labels }) => labels.__name__ === name)?.value ?? Number.NaN;
  const samples = bodySamples(store).map(({ labels, value, timestampMs }) =>
    sampleText(withoutTarget(labels), value, timestampMs === scrapeTimeMs ? undefined : timestampMs),
  );
  const metadata = [...scraper.metadata.entries()].map(([metric, { type, help, unit }]) => ({
    metric,
    type,
    help,
    unit,
  }));
  return {
    up: valueOf('up'),
    scraped: valueOf('scrape_samples_scraped'),
    postRelabel: valueOf('scrape_samples_post_metric_relabeling'),
    seriesAdded: valueOf('scrape_series_added'),
    samples: samples.sort(),
    metadata: metadata.sort(byMetric),
  };
}

/** What came from the body: the scraper's own series come last, and not at all where the body has one of that name. */
function bodySamples(store: CollectingStore): CollectingStore['samples'] {
  const samples = [...store.samples];
  for (const name of SYNTHETIC.toReversed()) if (samples.at(-1)?.labels.__name__ === name) samples.pop();
  return samples;
}

function withoutTarget(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'job' && name !== 'instance'));
}

function byMetric(left: { readonly metric: string }, right: { readonly metric: string }): number {
  return left.metric < right.metric ? -1 : 1;
}

function sampleText(labels: Readonly<Record<string, string>>, value: number, timestampMs: number | undefined): string {
  return `${JSON.stringify(Object.entries(labels).sort())} ${value} ${timestampMs ?? ''}`;
}
