import { createConsoleApp, Inbox } from '@firedrill/console';
import { loadAlerting, type AlertingProvisioning, type DataSource } from '@firedrill/grafana-alerting';
import express from 'express';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { createRuleScheduler, type RuleScheduler } from '../rule-scheduler/rule-scheduler';
import { createAlertmanagerApi } from './alertmanager-api';
import { createNotifier, type NotificationOutcome, type Notifier } from './notifier';
import { createSender } from './send-message';

const FILE = `
contactPoints:
  - name: console
    receivers:
      - { uid: console, type: webhook, settings: { url: $CONSOLE_URL/inbox } }
policies:
  - { receiver: console, group_by: [alertname], group_wait: 10s, group_interval: 1m, repeat_interval: 4h }
groups:
  - name: stock
    folder: Shop
    interval: 10s
    rules:
      - uid: low-stock
        title: Low stock
        condition: A
        annotations: { summary: 'stock is low' }
        data:
          - { refId: A, datasourceUid: pg, relativeTimeRange: { from: 60, to: 0 }, model: {} }
`;

let server: Server;
let inbox: Inbox;
let folder: string;
let nowMs: number;
let firing: number;
let provisioning: AlertingProvisioning;

beforeEach(async () => {
  inbox = new Inbox();
  nowMs = 0;
  firing = 1;
  folder = mkdtempSync(join(tmpdir(), 'notifier-'));
  server = createServer(createConsoleApp({ now: () => nowMs, inbox }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provisioning = loadAlerting([{ name: 'alerting.yaml', text: FILE }], { environment: { CONSOLE_URL: url } });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

const source: DataSource = {
  uid: 'pg',
  type: 'postgres',
  query: () => {
    const level = { name: 'level', type: 'number' as const, values: [firing] };
    return Promise.resolve({ ok: true, frames: [{ fields: [level] }] });
  },
};

const outcomes: NotificationOutcome[] = [];
beforeEach(() => (outcomes.length = 0));

function start(groups = provisioning.groups): { readonly notifier: Notifier; readonly scheduler: RuleScheduler } {
  const notifier = createNotifier({
    provisioning,
    now: () => nowMs,
    externalUrl: 'http://grafana/',
    version: '12.4.0',
    send: createSender(undefined),
    stateFile: join(folder, 'notifications.json'),
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  const scheduler = createRuleScheduler({
    groups,
    dataSources: [source],
    now: () => nowMs,
    externalUrl: 'http://grafana/',
    stateFile: join(folder, 'rules.json'),
    onSend: (alerts) => notifier.receive(alerts),
  });
  return { notifier, scheduler };
}

/** Evaluates at every tick until then and sends what is due meanwhile. */
async function runUntil({ notifier, scheduler }: ReturnType<typeof start>, untilMs: number): Promise<void> {
  for (; nowMs < untilMs; nowMs += 10_000) {
    await scheduler.evaluateNow(nowMs);
    await notifier.flushNow();
  }
}

function statuses(): readonly unknown[] {
  return inbox.list().map(({ body }) => (body as { readonly status: string }).status);
}

test('an alert reaches the inbox when it fires, and once more when it ends', async () => {
  const running = start();
  await runUntil(running, 60_000);
  firing = 0;
  await runUntil(running, 200_000);
  await running.notifier.stop();
  expect(statuses()).toEqual(['firing', 'resolved']);
  expect(inbox.list()[0]?.body).toMatchObject({
    receiver: 'console',
    state: 'alerting',
    title: '[FIRING:1] Low stock (Shop)',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'Low stock', grafana_folder: 'Shop' },
        annotations: { summary: 'stock is low' },
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://grafana/alerting/grafana/low-stock/view?orgId=1',
        values: { A: 1 },
      },
    ],
  });
});

test('a silence that the API takes suppresses the alert until it is deleted', async () => {
  const running = start();
  const api = express().use(createAlertmanagerApi({ notifier: running.notifier, now: () => nowMs }));
  const matchers = [{ name: 'alertname', value: 'Low stock', isRegex: false, isEqual: true }];
  const times = { startsAt: '1970-01-01T00:00:00Z', endsAt: '1970-01-02T00:00:00Z' };
  const created = await request(api)
    .post('/api/alertmanager/grafana/api/v2/silences')
    .send({ matchers, ...times, createdBy: 'test', comment: '' })
    .expect(202);
  await runUntil(running, 60_000);
  expect(statuses()).toEqual([]);
  const alerts = await request(api).get('/api/alertmanager/grafana/api/v2/alerts');
  const { silenceID } = created.body as { readonly silenceID: string };
  expect(alerts.body).toMatchObject([{ status: { state: 'suppressed', silencedBy: [silenceID] } }]);
  await request(api).delete(`/api/alertmanager/grafana/api/v2/silence/${silenceID}`).expect(200);
  await runUntil(running, 120_000);
  await running.notifier.stop();
  expect(statuses()).toEqual(['firing']);
});

test('a restart sends nothing twice, and the end of the alert still comes', async () => {
  const before = start();
  await runUntil(before, 60_000);
  await before.scheduler.stop();
  await before.notifier.stop();
  const after = start();
  await runUntil(after, 200_000);
  expect(statuses()).toEqual(['firing']);
  firing = 0;
  await runUntil(after, 320_000);
  await after.notifier.stop();
  expect(statuses()).toEqual(['firing', 'resolved']);
});

test('a restart in the middle of Pending loses nothing: the alert comes when it is due', async () => {
  const pending = provisioning.groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, forMs: 60_000 })),
  }));
  const before = start(pending);
  await runUntil(before, 30_000);
  await before.scheduler.stop();
  await before.notifier.stop();
  nowMs += 20_000;
  const after = start(pending);
  await runUntil(after, 100_000);
  await after.notifier.stop();
  expect(inbox.list().map(({ body }) => body)).toMatchObject([
    { status: 'firing', alerts: [{ startsAt: '1970-01-01T00:01:00Z' }] },
  ]);
});

test('a rule that is gone from the files after a restart ends its alerts', async () => {
  const before = start();
  await runUntil(before, 60_000);
  await before.scheduler.stop();
  await before.notifier.stop();
  const after = start([]);
  await runUntil(after, 200_000);
  await after.scheduler.stop();
  await after.notifier.stop();
  expect(statuses()).toEqual(['firing', 'resolved']);
  expect(after.scheduler.annotations.list({}).map(({ alert }) => alert?.newState)).toEqual([
    'Normal (RuleDeleted)',
    'Alerting',
  ]);
});

test('a receiver that answers an error is asked again at the next group_interval', async () => {
  const running = start();
  server.removeAllListeners('request');
  server.on('request', (_request, response) => response.writeHead(500).end());
  await runUntil(running, 30_000);
  await runUntil(running, 80_000);
  await running.notifier.stop();
  expect(outcomes.map(({ error }) => error?.message)).toEqual([
    expect.stringMatching(/answered 500$/),
    expect.stringMatching(/answered 500$/),
  ]);
});

test.each([
  ['without matchers', { matchers: [] }, 400],
  ['with a time that is none', { startsAt: 'tomorrow' }, 400],
  ['that ends before it starts', { endsAt: '1969-01-01T00:00:00Z' }, 400],
  ['that matches everything', { matchers: [{ name: 'a', value: '.*', isRegex: true }] }, 400],
  ['with an id that nobody knows', { id: 'nope' }, 404],
])('a silence %s is refused', async (_name, changes, status) => {
  const { notifier } = start();
  const api = express().use(createAlertmanagerApi({ notifier, now: () => nowMs }));
  const matchers = [{ name: 'alertname', value: 'Low stock' }];
  const silence = { matchers, startsAt: '1970-01-01T00:00:00Z', endsAt: '1970-01-02T00:00:00Z', ...changes };
  await request(api).post('/api/alertmanager/grafana/api/v2/silences').send(silence).expect(status);
  await notifier.stop();
});
