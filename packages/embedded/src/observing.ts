import { createConsoleApp } from '@firedrill/console';
import express from 'express';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Addresses, PartName } from './addresses';
import type { Cleanup } from './cleanup';
import type { Configuration } from './configuration';
import type { DataFolder } from './data-folder';
import { environment } from './config';
import { createDataSources, type DataSources } from './data-sources/create-data-sources';
import { createGrafanaApi } from './grafana-api/grafana-api';
import { createGrafanaMetrics, type GrafanaMetrics } from './grafana-api/grafana-metrics';
import { RETENTION, type History } from './history';
import { serve } from './http-server';
import { createLogIngest, createLokiApi, type LogSink } from './loki-api/index';
import { createAlertmanagerApi } from './notifications/alertmanager-api';
import { createNotifier, type Notifier } from './notifications/notifier';
import { createProvisioningApi } from './notifications/provisioning-api';
import { createSender, smtpSettings } from './notifications/send-message';
import { createPrometheusApi } from './prometheus-api/index';
import { createRuleEvaluator, type RuleEvaluator } from './prometheus-rules/rule-evaluator';
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
  const metrics = createGrafanaMetrics(GRAFANA_VERSION);
  const notifier = startNotifications(options, metrics);
  const { dataSources } = openDataSources(options);
  const scheduler = startRules(options, notifier, { dataSources, metrics });
  const rules = startPrometheusRules(options);
  const { global, alertmanagers, text: configText } = configuration.prometheus;
  const { evaluationIntervalMs } = global;
  const times = { now: Date.now, startedMs: Date.now(), evaluationIntervalMs };
  const apis: readonly (readonly [PartName, RequestListener])[] = [
    [
      'prometheus',
      createPrometheusApi({
        store: history.metrics,
        scraper,
        rules,
        alertmanagers,
        configText,
        retention: RETENTION,
        flags: {},
        ...times,
      }),
    ],
    ['loki', createLokiApi({ store: history.logs, ingest, now: Date.now })],
    [
      'grafana',
      express()
        .use(createAlertmanagerApi({ notifier, now: Date.now }))
        .use(createProvisioningApi(configuration.alerting))
        .use(metrics.router(() => scheduler.rules()))
        .use(createGrafanaApi({ scheduler, dataSources, now: Date.now, version: GRAFANA_VERSION })),
    ],
    ['console', createConsoleApp({ now: Date.now })],
  ];
  await step('Opening the ports of Prometheus, Loki, Grafana and the console', async () => {
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

function startPrometheusRules({ configuration, history, addresses, cleanup }: ObservingOptions): RuleEvaluator {
  const evaluator = createRuleEvaluator({
    groups: configuration.prometheusRules,
    global: configuration.prometheus.global,
    source: history.metrics,
    store: history.metricJournal,
    externalUrl: addresses.url('prometheus'),
    now: Date.now,
  });
  evaluator.start();
  cleanup.add(() => evaluator.stop());
  return evaluator;
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

function startNotifications(
  { configuration, data, addresses, cleanup, onWarning }: ObservingOptions,
  metrics: GrafanaMetrics,
): Notifier {
  const notifier = createNotifier({
    provisioning: configuration.alerting,
    now: Date.now,
    externalUrl: `${addresses.url('grafana')}/`,
    version: GRAFANA_VERSION,
    send: createSender(smtpSettings(environment)),
    stateFile: join(data.states, 'notifications.json'),
    onOutcome: (outcome) => {
      metrics.notified(outcome);
      const { contactPoint, integration, error } = outcome;
      if (error !== undefined) onWarning(`notification to ${contactPoint} (${integration}): ${error.message}`);
    },
  });
  cleanup.add(() => notifier.stop());
  return notifier;
}

function openDataSources({ configuration, history, addresses, cleanup }: ObservingOptions): DataSources {
  const sources = createDataSources({
    definitions: configuration.dataSources,
    metricStore: history.metrics,
    logStore: history.logs,
    own: { prometheus: addresses.url('prometheus'), loki: addresses.url('loki') },
    resolveAddress: (target) => addresses.localTarget(target),
  });
  cleanup.add(() => sources.close());
  return sources;
}

function startRules(
  options: ObservingOptions,
  notifier: Notifier,
  { dataSources, metrics }: Pick<DataSources, 'dataSources'> & { readonly metrics: GrafanaMetrics },
): RuleScheduler {
  const { configuration, data, addresses, cleanup, onWarning } = options;
  const scheduler = createRuleScheduler({
    groups: configuration.groups,
    dataSources: dataSources.map((source) => metrics.measured(source)),
    now: Date.now,
    externalUrl: `${addresses.url('grafana')}/`,
    stateFile: join(data.states, 'rules.json'),
    onSend: (alerts) => notifier.receive(alerts),
    onEvaluation: metrics.evaluated,
    onError: (error) => onWarning(`rules: ${error instanceof Error ? error.message : String(error)}`),
  });
  scheduler.start();
  cleanup.add(() => scheduler.stop());
  return scheduler;
}
