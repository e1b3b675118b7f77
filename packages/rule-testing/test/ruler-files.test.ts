import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintRulerFiles, readRulerFiles } from '../src/index';

const RULES = `groups:
- name: shop
  rules:
  - record: job:errors:ratio
    expr: sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m]))
  - alert: Errors
    expr: job:errors:ratio > 0.05
    for: 5m
    labels: {severity: critical}
    annotations: {summary: '{{ $labels.job }} fails'}
`;
const LOKI_RULES = `groups:
- name: logs
  rules:
  - alert: LogErrors
    expr: sum by (service) (count_over_time({app="shop"} |= "error" [5m])) > 10
    for: 1m
    annotations: {summary: '{{ $labels.service }} logs errors'}
`;

function found(text: string): string[] {
  return lintRulerFiles([{ name: 'rules.yml', text }]).findings.map(({ check, line }) => `${check}:${line}`);
}

test.each([
  ['Prometheus', RULES, 2],
  ['Loki', LOKI_RULES, 1],
])('correct rules of %s are silent', (_, text, rules) => {
  expect(lintRulerFiles([{ name: 'rules.yml', text }])).toEqual({ findings: [], rules, ignored: 0 });
});

test.each([
  ['a query that does not parse', RULES.replace('> 0.05', '>'), 'refused-rule:7'],
  ['an unknown key', RULES.replace('for: 5m', 'fo: 5m'), 'refused-rule:8'],
  ['a label that the sum drops', LOKI_RULES.replace('$labels.service', '$labels.pod'), 'aggregated-label:7'],
  ['a LogQL query that does not parse', `${LOKI_RULES}  - {alert: B, expr: 'sum('}\n`, 'refused-rule:8'],
  ['a ratio of one metric', RULES.replace('job:errors:ratio >', 'a{x="1"} / a >'), 'unaggregated-ratio:7'],
  ['a zero for silence', RULES.replace('job:errors:ratio >', '(up or vector(0)) >'), 'or-vector:7'],
  ['a dot in a host name', RULES.replace('job:errors:ratio >', 'up{job=~"api.shop"} >'), 'unescaped-dot:7'],
])('%s is found at its line', (_, text, finding) => {
  expect(found(text)).toEqual([finding]);
});

test('a comment silences a check in a rule file', () => {
  const text = RULES.replace('    expr: job', '    # firedrill:ignore or-vector silence is fine here\n    expr: job');
  const planted = text.replace('job:errors:ratio >', '(up or vector(0)) >');
  expect(lintRulerFiles([{ name: 'rules.yml', text: planted }])).toMatchObject({ findings: [], ignored: 1 });
});

test('a folder is read as rule files only when no file of it is for Grafana', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ruler-files-'));
  writeFileSync(join(folder, 'rules.yml'), RULES);
  expect(readRulerFiles(folder)).toHaveLength(1);
  expect(readRulerFiles(join(folder, 'rules.yml'))).toHaveLength(1);
  writeFileSync(join(folder, 'grafana.yml'), 'apiVersion: 1\n');
  expect(readRulerFiles(folder)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
