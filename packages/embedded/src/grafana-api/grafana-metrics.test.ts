import type { AlertRule, DataResponse } from '@firedrill/grafana-alerting';
import express from 'express';
import request from 'supertest';
import type { NamedDataSource } from '../data-sources/create-data-sources';
import type { RuleStatus } from '../rule-scheduler/rule-runner';
import { createGrafanaMetrics, type GrafanaMetrics } from './grafana-metrics';

const rule = { uid: 'low-stock', orgId: 1, isPaused: false } as AlertRule;
const group = { orgId: 1, folder: 'Shop', name: 'stock', intervalMs: 10_000, rules: [rule] };

async function scraped(metrics: GrafanaMetrics, rules: readonly RuleStatus[] = []): Promise<readonly string[]> {
  const { text, type } = await request(express().use(metrics.router(() => rules))).get('/metrics');
  expect(type).toBe('text/plain');
  return text.split('\n').filter((line) => !line.startsWith('#'));
}

function source(answer: DataResponse): NamedDataSource {
  const definition = { uid: 'pg', name: 'Orders', type: 'postgres' } as NamedDataSource['definition'];
  const health = { ok: true, message: '' };
  return {
    uid: 'pg',
    type: 'postgres',
    definition,
    query: () => Promise.resolve(answer),
    health: () => Promise.resolve(health),
    close: () => Promise.resolve(),
  };
}

test('the version is told', async () => {
  expect(await scraped(createGrafanaMetrics('12.4.0'))).toContain(
    'grafana_build_info{version="12.4.0",revision="",branch="HEAD",edition="oss"} 1',
  );
});

test('evaluations are counted with their failures and durations', async () => {
  const metrics = createGrafanaMetrics('12.4.0');
  metrics.evaluated({ rule, evaluationSeconds: 0.05, failed: false });
  metrics.evaluated({ rule, evaluationSeconds: 2, failed: true });
  expect(await scraped(metrics)).toEqual(
    expect.arrayContaining([
      'grafana_alerting_rule_evaluations_total{org="1"} 2',
      'grafana_alerting_rule_evaluation_failures_total{org="1"} 1',
      'grafana_alerting_rule_evaluation_duration_seconds_bucket{le="0.1",org="1"} 1',
      'grafana_alerting_rule_evaluation_duration_seconds_sum{org="1"} 2.05',
    ]),
  );
});

test('notifications are counted by integration, those that failed too', async () => {
  const metrics = createGrafanaMetrics('12.4.0');
  metrics.notified({ contactPoint: 'console', integration: 'webhook', seconds: 0.5, error: undefined });
  metrics.notified({ contactPoint: 'chat', integration: 'slack', seconds: 7, error: new Error('answered 500') });
  expect(await scraped(metrics)).toEqual(
    expect.arrayContaining([
      'grafana_alerting_notifications_total{org="1",integration="webhook"} 1',
      'grafana_alerting_notifications_failed_total{org="1",integration="webhook"} 0',
      'grafana_alerting_notifications_failed_total{org="1",integration="slack"} 1',
      'grafana_alerting_notification_latency_seconds_bucket{le="5",org="1",integration="slack"} 0',
      'grafana_alerting_notification_latency_seconds_bucket{le="10",org="1",integration="slack"} 1',
    ]),
  );
});

test.each([
  ['200', { ok: true, frames: [] }],
  ['500', { ok: false, error: 'connection refused' }],
] as const)('a request to a data source is counted with the code %s', async (code, answer) => {
  const metrics = createGrafanaMetrics('12.4.0');
  const measured = metrics.measured(source(answer));
  await expect(measured.query({} as Parameters<typeof measured.query>[0])).resolves.toBe(answer);
  expect(await scraped(metrics)).toContain(
    `grafana_datasource_request_total{datasource="Orders",datasource_type="postgres",code="${code}",method="POST"} 1`,
  );
});

test('rules and the states of their instances are as they are at the scrape', async () => {
  const instances = new Map([
    ['a', { state: 'Alerting' }],
    ['b', { state: 'NoData' }],
  ]) as unknown as RuleStatus['state']['instances'];
  const paused = { ...rule, isPaused: true };
  const status = { group, lastEvaluationMs: 0, evaluationSeconds: 0, rule, state: { instances } };
  const lines = await scraped(createGrafanaMetrics('12.4.0'), [
    status,
    { ...status, rule: paused, state: { instances: new Map() } },
  ]);
  expect(lines).toEqual(
    expect.arrayContaining([
      'grafana_alerting_alerts{state="alerting"} 1',
      'grafana_alerting_alerts{state="nodata"} 1',
      'grafana_alerting_alerts{state="pending"} 0',
      'grafana_alerting_rule_group_rules{org="1",state="active"} 1',
      'grafana_alerting_rule_group_rules{org="1",state="paused"} 1',
      'grafana_alerting_rule_groups{org="1"} 1',
    ]),
  );
});
