import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAlerting, type AlertRule } from '@firedrill/grafana-alerting';
import { parse as parseLogQL } from '@firedrill/logql';
import { parse as parsePromQL } from '@firedrill/promql';
import { PROFILES } from './profile';
import { provisioningFiles } from './provisioning-files';
import { uidOf } from './rule';
import { stalePaths, writeProvisioning } from './write-provisioning';

const files = [...provisioningFiles(PROFILES.stage)].map(([name, text]) => ({ name, text }));
const loaded = loadAlerting(files, {
  environment: { CONSOLE_URL: 'http://127.0.0.1:8090' },
  dataSourceUids: ['prometheus', 'loki', 'postgres'],
});
const rules = loaded.groups.flatMap((group) => group.rules);

const REPOSITORY = join(__dirname, '../..');
const RUNBOOKS = join(__dirname, '../runbooks');

function expressions(uid: string): string[] {
  return rules.flatMap(({ nodes }) =>
    nodes.filter(({ datasourceUid }) => datasourceUid === uid).map(({ model }) => String(model.expr)),
  );
}

test('the pack loads without a problem', () => {
  expect(loaded.problems).toEqual([]);
  expect(rules.map(({ uid }) => uid).sort()).toEqual(['gateway-timeouts', 'low-stock', 'payment-failure-rate']);
});

test('the checked-in files are what the sources say', () => {
  expect(stalePaths(join(REPOSITORY, 'provisioning'))).toEqual([]);
});

describe('every rule', () => {
  test.each(rules.map((rule) => [rule.uid, rule] as const))('%s is complete', (uid, rule: AlertRule) => {
    expect(uid).toBe(uidOf(rule.title));
    expect(Object.keys(rule.labels)).toEqual(expect.arrayContaining(['severity', 'team']));
    expect(rule.annotations).toMatchObject({
      summary: expect.stringContaining('$values.'),
      description: expect.stringContaining('$values.'),
      runbook_url: `alerting/runbooks/${uid}.md`,
    });
    expect(rule.nodes.map(({ refId }) => refId)).toEqual(rule.nodes.map(() => expect.stringMatching(/^[a-z][a-z_]+$/)));
  });
});

test('every rule has a runbook and every runbook a rule', () => {
  expect(readdirSync(RUNBOOKS).sort()).toEqual(rules.map(({ uid }) => `${uid}.md`).sort());
});

test.each(readdirSync(RUNBOOKS))('%s has the headings that a person on call looks for', (name) => {
  const headings = readFileSync(join(RUNBOOKS, name), 'utf8').match(/^## .*/gm);
  expect(headings).toEqual([
    '## Meaning',
    '## What customers notice',
    '## First looks',
    '## How to stop it',
    '## Drill',
  ]);
});

test.each(expressions('prometheus'))('PromQL: %s', (expr) => {
  expect(parsePromQL(expr)).toMatchObject({ ok: true });
});

test.each(expressions('loki'))('LogQL: %s', (expr) => {
  expect(() => parseLogQL(expr)).not.toThrow();
});

test('everything goes to the console', () => {
  expect(loaded.contactPoints).toMatchObject([
    { name: 'console', receivers: [{ settings: { url: 'http://127.0.0.1:8090/inbox' } }] },
  ]);
  expect(loaded.policies).toMatchObject([{ root: { receiver: 'console', groupBy: ['grafana_folder', 'alertname'] } }]);
});

describe('a folder of built files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-pack-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is written once, and again only where it differs', () => {
    expect(writeProvisioning(folder)).toHaveLength(files.length);
    expect(stalePaths(folder)).toEqual([]);
    writeFileSync(join(folder, 'alerting/rules-payment.yaml'), 'groups: []\n');
    writeFileSync(join(folder, 'alerting/old.yaml'), 'groups: []\n');
    const changed = ['rules-payment.yaml', 'old.yaml'].map((name) => join(folder, 'alerting', name));
    expect(stalePaths(folder).sort()).toEqual([...changed].sort());
    writeProvisioning(folder);
    expect(readdirSync(join(folder, 'alerting')).sort()).toEqual(files.map(({ name }) => name).sort());
    expect(stalePaths(folder)).toEqual([]);
  });
});
