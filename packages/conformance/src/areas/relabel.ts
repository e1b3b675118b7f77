import { join } from 'node:path';
import { loadPrometheusConfig, makeTarget } from '@firedrill/embedded';
import { formatDuration } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { compareCase, readCases } from './recorded-cases';

interface RelabelCase {
  readonly name: string;
  readonly config: readonly unknown[];
  readonly address: string;
  readonly labels: Record<string, string>;
  readonly discoveredLabels: Record<string, string>;
  readonly expect: {
    readonly labels: Record<string, string>;
    readonly scrapeUrl: string;
    readonly scrapeInterval: string;
    readonly scrapeTimeout: string;
  } | null;
  readonly error?: string;
}

/** Target relabelling, from the static configuration to the target's labels and URL. */
export const area: Area = {
  name: 'relabel',
  files: ['prometheus/relabel.json'],
  run(folder) {
    return Promise.resolve(readCases<RelabelCase>(join(folder, 'prometheus/relabel.json')).map(runCase));
  },
};

function runCase(recorded: RelabelCase): CaseResult {
  const job = {
    job_name: recorded.name.replace(/^relabel-/, ''),
    scrape_interval: '1y',
    relabel_configs: recorded.config,
  };
  const yaml = JSON.stringify({ scrape_configs: [job] }).replace(/"modulus":(\d+)(?:e\+\d+)?/, (all: string) => all);
  const loaded = loadPrometheusConfig('prometheus.yml', yaml, [])?.jobs[0];
  if (loaded === undefined) return compareCase(recorded.name, recorded.expect, 'configuration refused');
  const made = makeTarget(loaded, recorded.address, recorded.labels);
  const { expect } = recorded;
  if (!('target' in made))
    return compareCase(
      recorded.name,
      { expect, failed: recorded.error !== undefined },
      { expect: null, failed: made.dropped.error !== undefined },
    );
  const { labels, url, intervalMs, timeoutMs, discoveredLabels } = made.target;
  return compareCase(
    recorded.name,
    expect && {
      labels: expect.labels,
      scrapeUrl: expect.scrapeUrl,
      scrapeInterval: expect.scrapeInterval,
      scrapeTimeout: expect.scrapeTimeout,
      discovered: recorded.discoveredLabels,
    },
    {
      labels: labels.toObject(),
      scrapeUrl: url,
      scrapeInterval: formatDuration(intervalMs),
      scrapeTimeout: formatDuration(timeoutMs),
      discovered: discoveredLabels.toObject(),
    },
  );
}
