import express from 'express';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Addresses, PartName } from './addresses';
import type { Cleanup } from './cleanup';
import type { Configuration } from './configuration';
import type { DataFolder } from './data-folder';
import { createDataSources } from './data-sources/create-data-sources';
import { createGrafanaApi } from './grafana-api/grafana-api';
import { RETENTION, type History } from './history';
import { serve } from './http-server';
import { createLogIngest, createLokiApi, type LogSink } from './loki-api/index';
import { createPrometheusApi } from './prometheus-api/index';
import { createRuleScheduler, type RuleScheduler } from './rule-scheduler/rule-scheduler';
import { createScraper, type Scraper } from './scrape/index';
import type { Step } from './start-step';
import { createTailer } from './tail/index';

export interface ObservingOptions {
  readonly configuration: Configuration;
  readonly data: DataFolder;
  readonly history: History;
  readonly addresses: Addresses;
  readonly step: Step;
  readonly cleanup: Cleanup;
  /** Told in words about what fails while the stack runs on. */
  readonly onWarning: (message: string) => void;
}

/** The Grafana that the HTTP API answers like. */
const GRAFANA_VERSION = '12.4.0';

/** Starts to scrape, tail and evaluate, and serves what Prometheus, Loki and Grafana would. */
export async function startObserving(options: ObservingOptions): Promise<void> {
  const { configuration, history, addresses, step, cleanup } = options;
  const ingest = createLogIngest(history.logJournal);
  const scraper = startScraper(options);
  await step('Reading the log files', () => startTailer(options, ingest));
  const scheduler = startRules(options);
  const { global, text: configText } = configuration.prometheus;
  const { evaluationIntervalMs } = global;
  const times = { now: Date.now, startedMs: Date.now(), evaluationIntervalMs };
  const apis: readonly (readonly [PartName, RequestListener])[] = [
    [
      'prometheus',
      createPrometheusApi({ store: history.metrics, scraper, configText, retention: RETENTION, ...times }),
    ],
    ['loki', createLokiApi({ store: history.logs, ingest, now: Date.now })],
    ['grafana', express().use(createGrafanaApi({ scheduler, now: Date.now, version: GRAFANA_VERSION }))],
  ];
  await step('Opening the ports of Prometheus, Loki and Grafana', async () => {
    for (const [part, app] of apis) {
      const server = await serve(part, addresses.port(part), app);
      cleanup.add(() => server.close());
    }
  });
}

function startScraper({ configuration, history, addresses, cleanup }: ObservingOptions): Scraper {
  const scraper = createScraper({
    config: configuration.prometheus,
    store: history.metricJournal,
    resolveAddress: (target) => addresses.localTarget(target),
    now: Date.now,
  });
  scraper.start();
  cleanup.add(() => scraper.stop());
  return scraper;
}

async function startTailer(
  { configuration, data, history, cleanup, onWarning }: ObservingOptions,
  ingest: LogSink,
): Promise<void> {
  const tailer = createTailer({
    config: configuration.promtail,
    resolvePath: (path) => data.localPath(path),
    positionsFile: join(data.positions, 'positions.yaml'),
    push: (labels, entries) => ingest.push(labels, entries),
    flush: () => {
      history.logJournal.flush();
      return Promise.resolve();
    },
    now: Date.now,
    onError: (path, error) => onWarning(`log tailer: ${path}: ${(error as Error).message}`),
  });
  await tailer.start();
  cleanup.add(() => tailer.stop());
}

function startRules(options: ObservingOptions): RuleScheduler {
  const { configuration, data, history, addresses, cleanup, onWarning } = options;
  const sources = createDataSources({
    definitions: configuration.dataSources,
    metricStore: history.metrics,
    logStore: history.logs,
    resolveAddress: (target) => addresses.localTarget(target),
  });
  cleanup.add(() => sources.close());
  const scheduler = createRuleScheduler({
    groups: configuration.groups,
    dataSources: sources.dataSources,
    now: Date.now,
    externalUrl: `${addresses.url('grafana')}/`,
    stateFile: join(data.states, 'rules.json'),
    onError: (error) => onWarning(`rules: ${error instanceof Error ? error.message : String(error)}`),
  });
  scheduler.start();
  cleanup.add(() => scheduler.stop());
  return scheduler;
}
