import { loadAlerting } from '@firedrill/grafana-alerting';
import express from 'express';
import request from 'supertest';
import { parse } from 'yaml';
import { createProvisioningApi } from './provisioning-api';

const FILE = `
contactPoints:
  - name: chat
    receivers:
      - { uid: chat, type: slack, settings: { url: 'http://127.0.0.1/x', recipient: '#shop', token: t0p } }
policies:
  - receiver: chat
    group_by: [alertname]
    group_wait: 10s
    routes:
      - { object_matchers: [[severity, '=', critical]], mute_time_intervals: [nights], continue: true }
muteTimes:
  - name: nights
    time_intervals:
      - { times: [{ start_time: '22:00', end_time: '24:00' }], weekdays: ['monday:friday', sunday], location: Europe/Berlin }
templates:
  - { name: short, template: '{{ define "short" }}{{ len .Alerts }}{{ end }}' }
groups:
  - name: stock
    folder: Shop
    interval: 20s
    rules:
      - uid: low-stock
        title: Low stock
        condition: A
        for: 90s
        labels: { severity: critical }
        data:
          - { refId: A, datasourceUid: pg, relativeTimeRange: { from: 60, to: 0 }, model: { format: table } }
`;

const provisioning = loadAlerting([{ name: 'alerting.yaml', text: FILE }], { environment: {} });
const app = express().use(createProvisioningApi(provisioning));
const folderUid = provisioning.groups[0]?.rules[0]?.folderUid ?? '';

const RULE = {
  ...{ uid: 'low-stock', orgID: 1, folderUID: folderUid, ruleGroup: 'stock', title: 'Low stock', condition: 'A' },
  ...{ for: '1m30s', keep_firing_for: '0s', labels: { severity: 'critical' }, isPaused: false, provenance: 'file' },
  data: [
    {
      ...{ refId: 'A', queryType: '', datasourceUid: 'pg', relativeTimeRange: { from: 60, to: 0 } },
      model: { format: 'table' },
    },
  ],
};
const CHAT = { uid: 'chat', type: 'slack', settings: { recipient: '#shop', token: '[REDACTED]' } };
const POLICY = {
  ...{ receiver: 'chat', group_by: ['alertname'], group_wait: '10s' },
  routes: [{ object_matchers: [['severity', '=', 'critical']], mute_time_intervals: ['nights'], continue: true }],
};
const NIGHTS = {
  name: 'nights',
  time_intervals: [
    {
      times: [{ start_time: '22:00', end_time: '24:00' }],
      weekdays: ['monday:friday', 'sunday'],
      location: 'Europe/Berlin',
    },
  ],
};
const SHORT = { name: 'short', template: '{{ define "short" }}{{ len .Alerts }}{{ end }}' };
const GROUP_PATH = `folder/${folderUid}/rule-groups/stock`;

test.each<[string, unknown]>([
  ['alert-rules', [RULE]],
  ['alert-rules/low-stock', RULE],
  [GROUP_PATH, { title: 'stock', folderUid, interval: 20, rules: [RULE] }],
  ['contact-points', [{ ...CHAT, name: 'chat', disableResolveMessage: false, provenance: 'file' }]],
  ['policies', { ...POLICY, provenance: 'file' }],
  ['mute-timings', [{ ...NIGHTS, provenance: 'file' }]],
  ['mute-timings/nights', NIGHTS],
  ['templates', [{ ...SHORT, provenance: 'file' }]],
  ['templates/short', SHORT],
])('%s shows what the files set', async (path, expected) => {
  const { body } = await request(app).get(`/api/v1/provisioning/${path}`).expect(200);
  expect(body).toMatchObject(expected as object);
});

const EXPORTED_GROUP = { orgId: 1, name: 'stock', folder: 'Shop', interval: '20s', rules: [{ uid: 'low-stock' }] };

test.each<[string, unknown]>([
  ['alert-rules', { groups: [EXPORTED_GROUP] }],
  [GROUP_PATH, { groups: [EXPORTED_GROUP] }],
  ['contact-points', { contactPoints: [{ orgId: 1, name: 'chat', receivers: [CHAT] }] }],
  ['policies', { policies: [{ orgId: 1, ...POLICY }] }],
  ['mute-timings', { muteTimes: [{ orgId: 1, ...NIGHTS }] }],
  ['templates', { templates: [{ orgId: 1, ...SHORT }] }],
])('the export of %s is a provisioning file that loads again, in YAML and in JSON', async (path, expected) => {
  const exported = request(app).get(`/api/v1/provisioning/${path}/export`);
  const { text, type } = await exported.expect(200);
  expect(type).toBe('application/yaml');
  expect(parse(text)).toMatchObject({ apiVersion: 1, ...(expected as object) });
  const json = await request(app).get(`/api/v1/provisioning/${path}/export?format=json`);
  expect(json.body).toEqual(parse(text));
});

test('all exports together load as what they were made from', async () => {
  const paths = ['alert-rules', 'contact-points', 'policies', 'mute-timings', 'templates'];
  const files = await Promise.all(
    paths.map(async (path, index) => {
      const { text } = await request(app).get(`/api/v1/provisioning/${path}/export`);
      return { name: `${index}.yaml`, text: text.replaceAll('$', '$$') };
    }),
  );
  const again = loadAlerting(files, { environment: {} });
  expect(again.groups).toEqual(provisioning.groups);
  expect(JSON.stringify(again.policies)).toBe(JSON.stringify(provisioning.policies));
  expect(again.muteTimes).toEqual(provisioning.muteTimes);
  expect(again.templates).toEqual(provisioning.templates);
});

test.each(['alert-rules/nope', 'folder/nope/rule-groups/stock', 'mute-timings/nope', 'templates/nope'])(
  '%s is not found',
  async (path) => {
    await request(app).get(`/api/v1/provisioning/${path}`).expect(404);
  },
);
