import { Labels } from '@firedrill/timeseries';
import { NO_INSTANCES, type AlertInstance, type AlertRule, type RuleGroup } from '@firedrill/grafana-alerting';
import express from 'express';
import request from 'supertest';
import type { NamedDataSource } from '../data-sources/create-data-sources';
import { queryDataSource } from '../data-sources/query-data-source';
import { AnnotationLog } from '../rule-scheduler/annotation-log';
import type { RuleStatus } from '../rule-scheduler/rule-runner';
import { createGrafanaApi } from './grafana-api';

const rule: AlertRule = {
  uid: 'failures',
  title: 'Payments fail',
  orgId: 1,
  folder: 'Shop',
  folderUid: 'shop-folder',
  group: 'payments',
  intervalMs: 10_000,
  forMs: 20_000,
  keepFiringForMs: 0,
  missingSeriesEvalsToResolve: undefined,
  condition: 'C',
  nodes: [{ refId: 'A', queryType: '', datasourceUid: 'prom', fromSeconds: 600, toSeconds: 0, model: { expr: 'up' } }],
  noDataState: 'NoData',
  execErrState: 'Error',
  labels: { severity: 'critical' },
  annotations: { summary: 'failing {{ $values.C }}' },
  isPaused: false,
  dashboardUid: '',
  panelId: 0,
};
const group: RuleGroup = { orgId: 1, folder: 'Shop', name: 'payments', intervalMs: 10_000, rules: [rule] };

function instance(labels: Record<string, string>, changes: Partial<AlertInstance> = {}): AlertInstance {
  const own = Labels.of({ ...labels, alertname: 'Payments fail', __alert_rule_uid__: 'failures' });
  return {
    labels: own,
    resultKey: '',
    annotations: { summary: 'failing 1' },
    state: 'Normal',
    reason: '',
    startsAtMs: Date.parse('2024-01-01T00:01:30Z'),
    endsAtMs: 0,
    lastEvaluationMs: 0,
    resolvedAtMs: undefined,
    lastSentAtMs: undefined,
    resolvedFrom: undefined,
    captures: [{ name: 'C', labels: Labels.EMPTY, value: 1 }],
    error: undefined,
    ...changes,
  };
}

function serve(instances: readonly AlertInstance[], annotations = new AnnotationLog()): express.Express {
  const state = { instances: new Map(instances.map((item) => [item.labels.key, item] as const)) };
  const status: RuleStatus = {
    group,
    rule,
    state: instances.length === 0 ? NO_INSTANCES : state,
    lastEvaluationMs: Date.parse('2024-01-01T00:01:40Z'),
    evaluationSeconds: 0.25,
  };
  const api = createGrafanaApi({
    scheduler: { rules: () => [status], annotations },
    now: () => 5000,
    version: '12.4.0',
  });
  return express().use(api);
}

const RULES = '/api/prometheus/grafana/api/v1/rules';
const ALERTS = '/api/prometheus/grafana/api/v1/alerts';

test('health names the version', async () => {
  const { body } = await request(serve([])).get('/api/health').auth('admin', 'anything');
  expect(body).toEqual({ commit: '', database: 'ok', version: '12.4.0' });
});

test('the rules answer has Grafana’s shape', async () => {
  const { body } = await request(serve([instance({ method: 'card' }, { state: 'Alerting' })])).get(RULES);
  expect(body).toEqual({
    status: 'success',
    data: {
      groups: [
        {
          name: 'payments',
          file: 'Shop',
          folderUid: 'shop-folder',
          interval: 10,
          lastEvaluation: '2024-01-01T00:01:40Z',
          evaluationTime: 0.25,
          totals: { firing: 1 },
          rules: [
            {
              state: 'firing',
              name: 'Payments fail',
              uid: 'failures',
              folderUid: 'shop-folder',
              query: 'up',
              queriedDatasourceUIDs: ['prom'],
              duration: 20,
              annotations: { summary: 'failing {{ $values.C }}' },
              labels: { severity: 'critical' },
              activeAt: '2024-01-01T00:01:30Z',
              alerts: [
                {
                  labels: { alertname: 'Payments fail', method: 'card' },
                  annotations: { summary: 'failing 1' },
                  state: 'Alerting',
                  activeAt: '2024-01-01T00:01:30Z',
                  value: '1e+00',
                },
              ],
              totals: { alerting: 1 },
              totalsFiltered: { alerting: 1 },
              health: 'ok',
              type: 'alerting',
              lastEvaluation: '2024-01-01T00:01:40Z',
              evaluationTime: 0.25,
              isPaused: false,
              provenance: 'file',
            },
          ],
        },
      ],
      totals: { firing: 1 },
    },
  });
});

test.each([
  { name: 'an Alerting instance fires', states: ['Normal', 'Alerting', 'Pending'], state: 'firing', health: 'ok' },
  { name: 'a Pending instance waits', states: ['Normal', 'Pending'], state: 'pending', health: 'ok' },
  { name: 'NoData alone is inactive', states: ['NoData'], state: 'inactive', health: 'nodata' },
  { name: 'Error alone is inactive', states: ['Error', 'NoData'], state: 'inactive', health: 'error' },
] as const)('state and health of a rule: $name', async ({ states, state, health }) => {
  const instances = states.map((name, index) => instance({ index: String(index) }, { state: name }));
  const { body } = await request(serve(instances)).get(RULES);
  expect(body.data.groups[0].rules[0]).toMatchObject({ state, health });
});

test.each([
  { query: 'state=alerting', expected: ['Alerting (NoData)'] },
  { query: 'state=alerting&state=normal', expected: ['Normal', 'Alerting (NoData)'] },
  {
    query: `matcher=${encodeURIComponent('{"name":"a","value":"1|9","isRegex":true,"isEqual":true}')}`,
    expected: ['Normal'],
  },
  { query: 'limit_alerts=1', expected: ['Normal'] },
])('rules?$query shows the instances that fit', async ({ query, expected }) => {
  const instances = [instance({ a: '1' }), instance({ a: '2' }, { state: 'Alerting', reason: 'NoData' })];
  const { body } = await request(serve(instances)).get(`${RULES}?${query}`);
  expect(body.data.groups[0].rules[0].alerts.map((alert: { state: string }) => alert.state)).toEqual(expected);
});

test('a parameter that Grafana refuses is answered with 400', async () => {
  const { status, body } = await request(serve([])).get(`${RULES}?panel_id=4`);
  expect(status).toBe(400);
  expect(body).toEqual({ message: 'panel_id must be set with dashboard_uid', traceID: '' });
});

test('alerts hide the internal labels unless they are asked for', async () => {
  const app = serve([instance({ a: '1' })]);
  const { body: plain } = await request(app).get(ALERTS);
  const { body: internal } = await request(app).get(`${ALERTS}?includeInternalLabels=true`);
  expect(plain.data.alerts[0].labels).toEqual({ a: '1', alertname: 'Payments fail' });
  expect(internal.data.alerts[0].labels).toHaveProperty('__alert_rule_uid__', 'failures');
});

test('annotations hold state changes and what drills noted, the newest first', async () => {
  const log = new AnnotationLog();
  const data = { values: { C: 1 } };
  const alert = { ruleUid: 'failures', previousState: 'Pending', newState: 'Alerting', data };
  log.add({ timeMs: 1000, timeEndMs: 1000, createdMs: 1001, text: 'Payments fail', tags: [], alert });
  const app = serve([], log);
  const note = { text: 'drill payment-outage', tags: ['firedrill'], time: 2000 };
  const { body: added } = await request(app).post('/api/annotations').send(note);
  expect(added).toEqual({ message: 'Annotation added', id: 2 });
  const { body: all } = await request(app).get('/api/annotations');
  expect(all).toMatchObject([
    { id: 2, alertId: 0, time: 2000, timeEnd: 2000, text: 'drill payment-outage', tags: ['firedrill'] },
    { id: 1, alertId: 1, prevState: 'Pending', newState: 'Alerting', time: 1000, data },
  ]);
  const { body: changes } = await request(app).get('/api/annotations?type=alert&from=500&to=1500');
  expect(changes).toHaveLength(1);
});

test.each([
  { name: 'no text', body: { tags: [] } },
  { name: 'text that is no text', body: { text: 5 } },
])('a note with $name is refused', async ({ body }) => {
  expect((await request(serve([])).post('/api/annotations').send(body)).status).toBe(400);
});

test('an unknown path is a JSON 404, and a body that is no JSON a 400', async () => {
  const unknown = await request(serve([])).get('/api/nosuch');
  expect([unknown.status, unknown.body]).toEqual([404, { message: 'Not found' }]);
  const broken = await request(serve([])).post('/api/annotations').type('json').send('{');
  expect(broken.status).toBe(400);
});

test('the index page escapes what labels hold', async () => {
  const { text } = await request(serve([instance({ product: '<b>' })])).get('/');
  expect(text).toContain('product=&#60;b&#62;');
});

test('groups come in pages, each naming the next', async () => {
  const groups = ['a', 'b', 'c'].map((name): RuleGroup => ({ ...group, name }));
  const statuses = groups.map((own): RuleStatus => {
    return { group: own, rule, state: NO_INSTANCES, lastEvaluationMs: undefined, evaluationSeconds: 0 };
  });
  const scheduler = { rules: () => statuses, annotations: new AnnotationLog() };
  const app = express().use(createGrafanaApi({ scheduler, now: () => 0, version: '12.4.0' }));
  const page = async (token?: string): Promise<{ names: string[]; next: string | undefined }> => {
    const query = { group_limit: 2, ...(token !== undefined && { group_next_token: token }) };
    const { body } = await request(app).get(RULES).query(query);
    const { groups: shown, groupNextToken } = (
      body as { data: { groups: { name: string }[]; groupNextToken?: string } }
    ).data;
    return { names: shown.map(({ name }) => name), next: groupNextToken };
  };
  const first = await page();
  expect(first).toEqual({ names: ['a', 'b'], next: expect.any(String) as string });
  expect(await page(first.next)).toEqual({ names: ['c'], next: undefined });
  expect(await page('gone')).toEqual({ names: [], next: undefined });
});

test('data sources are listed without their secrets, and asked for their health', async () => {
  const definition: NamedDataSource['definition'] = {
    ...{ uid: 'p', name: 'Prometheus', type: 'prometheus', url: 'http://prometheus:9090', user: '', database: '' },
    ...{ isDefault: true, jsonData: { timeInterval: '5s' }, secureJsonData: { httpHeaderValue1: 'secret' } },
  };
  const parts = queryDataSource(definition, () => [], { probe: () => Promise.reject(new Error('refused')) });
  const scheduler = { rules: () => [], annotations: new AnnotationLog() };
  const dataSources = [{ ...parts, definition }];
  const app = express().use(createGrafanaApi({ scheduler, dataSources, now: () => 0, version: '12.4.0' }));
  const list = await request(app).get('/api/datasources');
  expect(list.body).toMatchObject([{ id: 1, uid: 'p', type: 'prometheus', isDefault: true, readOnly: true }]);
  expect(list.text).not.toContain('secret');
  const health = await request(app).get('/api/datasources/uid/p/health');
  expect([health.status, health.body]).toEqual([400, { status: 'ERROR', message: 'refused' }]);
  expect((await request(app).get('/api/datasources/uid/q/health')).status).toBe(404);
});
