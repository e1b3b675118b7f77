import type { DataSource, RuleGroup } from '@firedrill/grafana-alerting';
import express, { type Router } from 'express';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { NamedDataSource } from '../data-sources/create-data-sources';
import type { NotificationOutcome } from '../notifications/notifier';
import type { RuleEvaluation, RuleStatus } from '../rule-scheduler/rule-runner';

/** What Grafana's own `/metrics` says about alerting, under Grafana's names. */
export interface GrafanaMetrics {
  readonly evaluated: (evaluation: RuleEvaluation) => void;
  readonly notified: (outcome: NotificationOutcome) => void;
  /** The same data source, its requests counted. */
  measured(source: NamedDataSource): NamedDataSource;
  /** Serves `/metrics`, with the rules as they are then. */
  router(rules: () => readonly RuleStatus[]): Router;
}

/** Upper bounds in seconds: of evaluations as Grafana has them, of notifications as Alertmanager has them, of requests as Grafana has them. */
const BUCKETS = {
  evaluation: [0.01, 0.1, 0.5, 1, 5, 10, 15, 30, 60, 120, 180, 240, 300],
  notification: [1, 5, 10, 15, 20],
  request: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100],
};
const ORG = '1';
/** Every state is shown, also when no instance is in it. */
const STATES = ['normal', 'pending', 'alerting', 'nodata', 'error', 'recovering'];

export function createGrafanaMetrics(version: string): GrafanaMetrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    ...{ name: 'grafana_build_info', help: 'The version whose behaviour this is.', registers },
    labelNames: ['version', 'revision', 'branch', 'edition'],
  }).set({ version, revision: '', branch: 'HEAD', edition: 'oss' }, 1);
  return {
    evaluated: countEvaluations(registry),
    notified: countNotifications(registry),
    measured: countRequests(registry),
    router: (rules) => {
      addRuleGauges(registry, rules);
      return express.Router().get('/metrics', async (_request, response) => {
        response.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}

function countEvaluations(registry: Registry): GrafanaMetrics['evaluated'] {
  const labels = { labelNames: ['org'], registers: [registry] };
  const total = new Counter({
    ...{ name: 'grafana_alerting_rule_evaluations_total', help: 'Evaluations of rules.', ...labels },
  });
  const failures = new Counter({
    ...{ name: 'grafana_alerting_rule_evaluation_failures_total', help: 'Evaluations that failed.', ...labels },
  });
  const seconds = new Histogram({
    ...{ name: 'grafana_alerting_rule_evaluation_duration_seconds', help: 'How long evaluations took.', ...labels },
    buckets: BUCKETS.evaluation,
  });
  return ({ rule, evaluationSeconds, failed }) => {
    const org = String(rule.orgId);
    total.inc({ org });
    failures.inc({ org }, failed ? 1 : 0);
    seconds.observe({ org }, evaluationSeconds);
  };
}

function countNotifications(registry: Registry): GrafanaMetrics['notified'] {
  const labels = { labelNames: ['org', 'integration'], registers: [registry] };
  const total = new Counter({
    ...{ name: 'grafana_alerting_notifications_total', help: 'Attempted notifications.', ...labels },
  });
  const failures = new Counter({
    ...{ name: 'grafana_alerting_notifications_failed_total', help: 'Notifications that failed.', ...labels },
  });
  const seconds = new Histogram({
    ...{ name: 'grafana_alerting_notification_latency_seconds', help: 'How long notifications took.', ...labels },
    buckets: BUCKETS.notification,
  });
  return ({ integration, seconds: duration, error }) => {
    const values = { org: ORG, integration };
    total.inc(values);
    failures.inc(values, error === undefined ? 0 : 1);
    seconds.observe(values, duration);
  };
}

/** A request that the source answers with an error counts as 500, as there is no HTTP answer of a store in memory. */
function countRequests(registry: Registry): GrafanaMetrics['measured'] {
  const labels = { labelNames: ['datasource', 'datasource_type', 'code', 'method'], registers: [registry] };
  const total = new Counter({
    ...{ name: 'grafana_datasource_request_total', help: 'Requests to data sources.', ...labels },
  });
  const seconds = new Histogram({
    ...{ name: 'grafana_datasource_request_duration_seconds', help: 'How long requests took.', ...labels },
    buckets: BUCKETS.request,
  });
  return (source) => {
    const { name: datasource, type } = source.definition;
    const query: DataSource['query'] = async (request) => {
      const started = performance.now();
      const answer = await source.query(request);
      const values = { datasource, datasource_type: type, code: answer.ok ? '200' : '500', method: 'POST' };
      total.inc(values);
      seconds.observe(values, (performance.now() - started) / 1000);
      return answer;
    };
    return { ...source, query };
  };
}

function addRuleGauges(registry: Registry, rules: () => readonly RuleStatus[]): void {
  const registers = [registry];
  new Gauge({
    ...{ name: 'grafana_alerting_alerts', help: 'Alert instances in each state.', labelNames: ['state'], registers },
    collect() {
      for (const state of STATES) this.set({ state }, 0);
      for (const { state } of rules()) {
        for (const instance of state.instances.values()) this.inc({ state: instance.state.toLowerCase() });
      }
    },
  });
  new Gauge({
    ...{ name: 'grafana_alerting_rule_group_rules', help: 'Rules, active and paused.', registers },
    labelNames: ['org', 'state'],
    collect() {
      for (const state of ['active', 'paused']) this.set({ org: ORG, state }, 0);
      for (const { rule } of rules()) this.inc({ org: String(rule.orgId), state: rule.isPaused ? 'paused' : 'active' });
    },
  });
  new Gauge({
    ...{ name: 'grafana_alerting_rule_groups', help: 'Rule groups.', labelNames: ['org'], registers },
    collect() {
      this.reset();
      for (const { orgId } of new Set<RuleGroup>(rules().map(({ group }) => group))) this.inc({ org: String(orgId) });
    },
  });
}
