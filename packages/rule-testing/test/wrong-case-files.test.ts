import { formatProblem } from '@firedrill/config-file';
import { basename } from 'node:path';
import { testRules } from '../src/index';
import { createRuleFolder } from './rule-folder';

const folder = createRuleFolder();
afterAll(() => folder.remove());

const FINE = '  - { name: x, inputs: [], staysQuiet: true }\n';

async function problems(cases: string, head?: string): Promise<string[]> {
  const report = await folder.run(cases, head);
  expect(report.files).toEqual([]);
  return report.problems.map((problem) => formatProblem({ ...problem, file: basename(problem.file) }));
}

test.each([
  [
    'an unknown key',
    '  - { nam: x, inputs: [], staysQuiet: true }\n',
    undefined,
    'cases.yaml:4:7: error: cases[0].nam: unknown key "nam"\n  did you mean "name"?',
  ],
  [
    'a rule that does not exist',
    FINE,
    'rule: servce-down\nprovisioning: .',
    '/cases.yaml:1:7: error: rule: expected the uid of a rule in .*, got "servce-down"\\n  did you mean "service-down"\\?/',
  ],
  [
    'a folder that does not exist',
    FINE,
    'rule: service-down\nprovisioning: ../nowhere',
    '/cases.yaml:2:15: error: provisioning: expected a folder, found none at /',
  ],
  [
    'a series that does not parse',
    "  - { name: x, inputs: [{ metrics: { interval: 5s, series: [{ series: 'up{', values: '1' }] } }], staysQuiet: true }\n",
    undefined,
    '/cases.yaml:4:71: error: cases\\[0\\].inputs\\[0\\].metrics.series\\[0\\].series: /',
  ],
  [
    'values that do not parse',
    "  - { name: x, inputs: [{ metrics: { interval: 5s, series: [{ series: up, values: '1+' }] } }], staysQuiet: true }\n",
    undefined,
    '/cases.yaml:4:83: error: .*values: expected a value such as 5, 0\\+10x5/',
  ],
  [
    'more values than memory holds',
    "  - { name: x, inputs: [{ metrics: { interval: 5s, series: [{ series: up, values: '1x99999999999' }] } }], staysQuiet: true }\n",
    undefined,
    '/expected at most 100000 values/',
  ],
  [
    'a time before the start',
    '  - { name: x, inputs: [], start: 1m, expect: [{ at: 30s, state: Normal }] }\n',
    undefined,
    '/cases.yaml:4:54: error: .*at: expected a time from the start of the case on/',
  ],
  [
    'a negative time',
    '  - { name: x, inputs: [], expect: [{ at: -30s, state: Normal }] }\n',
    undefined,
    '/cases.yaml:4:43: error: .*at: expected a time from 0 on, got -30s/',
  ],
  [
    'a state that does not exist',
    '  - { name: x, inputs: [], expect: [{ at: 30s, state: Firing }] }\n',
    undefined,
    '/cases.yaml:4:55: error: .*state: expected one of Normal, Pending, Alerting/',
  ],
  [
    'nothing expected',
    '  - { name: x, inputs: [] }\n',
    undefined,
    '/cases.yaml:4:5: error: cases\\[0\\]: expected `expect` or `staysQuiet: true`, got neither/',
  ],
  [
    'a table of no refId',
    '  - { name: x, inputs: [{ sql: [{ refId: A, at: 0s }] }], staysQuiet: true }\n',
    undefined,
    '/cases.yaml:4:42: error: refId: expected a refId of the rule \\(up, breach\\), got "A"/',
  ],
  [
    'a row of another width',
    '  - { name: x, inputs: [{ sql: [{ refId: up, at: 0s, columns: [a], rows: [[1, 2]] }] }], staysQuiet: true }\n',
    undefined,
    '/expected 1 cells as there are columns, got 2/',
  ],
  [
    'a data source that does not exist',
    '  - { name: x, inputs: [{ failures: [{ datasource: prometeus, at: 0s, error: x }] }], staysQuiet: true }\n',
    undefined,
    '/datasource: expected the uid of a data source .*\\n  did you mean "prometheus"\\?/',
  ],
  [
    'a version that is none',
    FINE,
    'rule: service-down\nprovisioning: .\ngrafana: nine',
    '/cases.yaml:3:10: error: grafana: expected a version from 11.0 on/',
  ],
  [
    'more evaluations than anybody waits for',
    '  - { name: x, inputs: [], expect: [{ at: 9y, state: Normal }] }\n',
    undefined,
    '/expected at most 60480 evaluations at 1m, got/',
  ],
])('%s is named at its place and nothing runs', async (_what, cases, head, expected) => {
  const [first = ''] = await problems(cases, head);
  if (expected.startsWith('/')) expect(first).toMatch(new RegExp(expected.slice(1, -1)));
  else expect(first).toBe(expected);
});

test('all problems of a file are reported at once', async () => {
  const found = await problems(
    '  - { name: x, inputs: [], expect: [{ at: 5x, state: Normal }, { at: 6x, state: Normal }] }\n  - { name: y, inputs: [{ logs: [{ labels: {}, lines: [{ at: 7x, line: z }] }] }], staysQuiet: true }\n',
  );
  expect(found).toHaveLength(3);
});

test('an empty file is told what a case file holds', async () => {
  const { problems: found } = await testRules([{ file: 'empty.yaml', text: '' }]);
  expect(found.map(formatProblem)).toEqual([
    'empty.yaml:1:1: error: expected a case file with the keys rule, provisioning and cases, got nothing',
  ]);
});
