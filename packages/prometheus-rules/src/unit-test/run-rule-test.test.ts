import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadRuleFile } from '../load-rule-file';
import { loadTestFile } from './load-test-file';
import { runRuleTest } from './run-rule-test';

const RULES = `
groups:
- name: shop
  rules:
  - record: job:errors:sum
    expr: sum by (job) (errors)
  - alert: Errors
    expr: job:errors:sum > 5
    for: 2m
    annotations: {summary: '{{ $labels.job }}: {{ $value }}'}
`;

function run(tests: string): readonly string[] {
  const problems: Problem[] = [];
  const groups = loadRuleFile('rules.yml', RULES, problems) ?? [];
  const file = loadTestFile('test.yml', `rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n${tests}`, problems);
  if (file === undefined) return problems.map(formatProblem);
  return file.tests.flatMap((test) => runRuleTest(test, { ...file, groups }));
}

const INPUT = `
- interval: 1m
  input_series: [{series: 'errors{job="api"}', values: '0 6 7 8 0'}]
`;

test('a test whose alerts and samples are as expected passes', () => {
  const differences = run(`${INPUT}
  alert_rule_test:
  - {eval_time: 2m, alertname: Errors, exp_alerts: []}
  - {eval_time: 3m, alertname: Errors, exp_alerts: [{exp_labels: {job: api}, exp_annotations: {summary: 'api: 8'}}]}
  promql_expr_test:
  - {expr: 'job:errors:sum', eval_time: 3m, exp_samples: [{labels: 'job:errors:sum{job="api"}', value: 8}]}`);
  expect(differences).toEqual([]);
});

test.each([
  [
    'an alert too early',
    'alert_rule_test: [{eval_time: 2m, alertname: Errors, exp_alerts: [{exp_labels: {job: api}}]}]',
    'got nothing',
  ],
  [
    'an annotation of another text',
    "alert_rule_test: [{eval_time: 3m, alertname: Errors, exp_alerts: [{exp_labels: {job: api}, exp_annotations: {summary: 'x'}}]}]",
    'api: 8',
  ],
  [
    'another value',
    "promql_expr_test: [{expr: 'errors', eval_time: 1m, exp_samples: [{labels: 'errors{job=\"api\"}', value: 5}]}]",
    'got {__name__="errors", job="api"} 6',
  ],
  ['a query that does not parse', "promql_expr_test: [{expr: 'sum(', eval_time: 1m}]", 'expression sum( at 60 s'],
])('%s is a difference', (_, expectation, text) => {
  expect(run(`${INPUT}  ${expectation}`).join('\n')).toContain(text);
});

test('an unknown key is refused at its place', () => {
  expect(run('- input_serie: []')).toEqual([
    expect.stringContaining('test.yml:4:3: error: tests[0].input_serie: unknown key'),
  ]);
});
