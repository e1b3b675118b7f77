import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCaseFiles, formatTestReport, junitReport, testRules, type TestReport } from '../src/index';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rule-test-files-'));
  writeFileSync(
    join(folder, 'rules.yml'),
    'groups:\n- name: shop\n  rules:\n  - alert: Down\n    expr: up == 0\n    for: 2m\n',
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(alert: string, ruleFiles = 'rules.yml'): Promise<TestReport> {
  const text = [
    `rule_files: ['${ruleFiles}']`,
    'evaluation_interval: 1m',
    'tests:',
    "- input_series: [{series: 'up{job=\"api\"}', values: '1 0 0 0 0'}]",
    `  alert_rule_test: [${alert}]`,
  ];
  writeFileSync(join(folder, 'rules.test.yml'), text.join('\n'));
  return testRules(findCaseFiles([folder]).texts);
}

const FIRES = '{eval_time: 3m, alertname: Down, exp_alerts: [{exp_labels: {job: api}}]}';
const TOO_EARLY = '{eval_time: 2m, alertname: Down, exp_alerts: [{exp_labels: {job: api}}]}';

test.each(['rules.yml', 'rule?.yml', '*les.yml'])("promtool's test file runs with the rule file %s", async (path) => {
  const report = await run(FIRES, path);
  expect(report).toMatchObject({ problems: [], ruleTests: [{ tests: [{ name: 'test 1', differences: [] }] }] });
  expect(formatTestReport(report, (_colour, text) => text)).toContain('✓ test 1\n\n1 passed');
});

test('an alert that does not fire yet fails the test, in the report and in JUnit XML', async () => {
  const report = await run(TOO_EARLY);
  expect(formatTestReport(report, (_colour, text) => text)).toMatch(/✗ test 1\n.*got nothing\n\n0 passed, 1 failed/);
  expect(junitReport(report)).toContain('tests="1" failures="1"');
});

test('a pattern without files is a warning, as for promtool', async () => {
  const { problems, ruleTests } = await run(FIRES, 'others.yml');
  expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('none at others.yml') }]);
  expect(ruleTests[0]?.tests[0]?.differences).toHaveLength(1);
});

test('a rule file that Prometheus refuses keeps everything from running', async () => {
  writeFileSync(join(folder, 'rules.yml'), 'groups:\n- name: shop\n  rules:\n  - alert: Down\n    expr: up ==\n');
  const { problems, ruleTests } = await run(FIRES);
  expect(problems).toMatchObject([{ severity: 'error', line: 5 }]);
  expect(ruleTests).toEqual([]);
});
