import { formatTestReport, junitReport, type TestReport } from '../src/index';
import { createRuleFolder } from './rule-folder';

const folder = createRuleFolder();
afterAll(() => folder.remove());

const UP = "inputs: [{ metrics: { interval: 30s, series: [{ series: 'up{job=\"web\"}', values: '1x3 0x20' }] } }]";

/** Expectations of one case about a service that goes down at two minutes. */
function downCase(expectations: string): Promise<TestReport> {
  return folder.run(`  - name: goes down\n    ${UP}\n    expect: [${expectations}]\n`);
}

function messages({ problems, files }: TestReport): string[] {
  expect(problems).toEqual([]);
  return files
    .flatMap(({ cases }) => cases)
    .flatMap(({ failures }) => failures)
    .map(({ expected, came }) => `${expected} | ${came}`);
}

test.each([
  '{ at: 1m, state: Normal }',
  '{ at: 2m, instances: [{ state: Pending, labels: { job: web }, values: { up: 0 } }] }',
  '{ at: 4m, instances: [{ state: Alerting, annotations: { summary: web does not answer } }] }',
  '{ at: 4m30s, state: Alerting, reason: "" }',
  '{ at: 4m, sent: [{ resolved: false, labels: { job: web, alertname: Service down } }] }',
])('%s holds', async (expectation) => {
  expect(messages(await downCase(expectation))).toEqual([]);
});

test.each([
  [
    'a wrong state',
    '{ at: 4m, instances: [{ state: Normal, labels: { job: web } }] }',
    'Normal {job=web, severity=critical} | Alerting {job=web, severity=critical} since 4m',
  ],
  [
    'a state too early',
    '{ at: 3m, state: Alerting }',
    'every instance Alerting | Pending {job=web, severity=critical} since 2m',
  ],
  [
    'an instance that is not there',
    '{ at: 4m, instances: [{ state: Alerting, labels: { job: api } }] }',
    'Alerting {job=api} | Alerting {job=web, severity=critical} since 4m',
  ],
  [
    'an instance too many',
    '{ at: 4m, instances: [] }',
    'no instance that is not Normal | Alerting {job=web, severity=critical} since 4m',
  ],
  [
    'a wrong annotation',
    '{ at: 4m, instances: [{ state: Alerting, annotations: { summary: x } }] }',
    'annotation summary of {job=web, severity=critical}: x | web does not answer',
  ],
  [
    'a wrong value',
    '{ at: 4m, instances: [{ state: Alerting, values: { up: 1 } }] }',
    'value up of {job=web, severity=critical}: 1 | 0',
  ],
  [
    'a value of no refId',
    '{ at: 4m, instances: [{ state: Alerting, values: { A: 1 } }] }',
    'value A of {job=web, severity=critical}: 1 | no such value (there are: breach, up)',
  ],
  [
    'a wrong reason',
    '{ at: 4m, state: Alerting, reason: NoData }',
    'every instance Alerting (NoData) | Alerting {job=web, severity=critical} since 4m',
  ],
  ['nothing sent', '{ at: 3m, sent: [{ resolved: false }] }', 'sent: firing {} | nothing'],
])('%s fails and says what came', async (_what, expectation, message) => {
  expect(messages(await downCase(expectation))).toContain(message);
});

test('a case that must stay quiet fails at the first loud evaluation', async () => {
  const report = await folder.run(`  - name: quiet\n    ${UP}\n    staysQuiet: true\n`);
  expect(messages(report)).toEqual(['to stay quiet | Alerting {job=web, severity=critical} since 4m']);
});

test('a failing case shows the changes of state around it', async () => {
  const report = await downCase('{ at: 4m, state: Normal }');
  expect(formatTestReport(report, (_colour, text) => text)).toContain(
    [
      '        expected every instance Normal',
      '        came     Alerting {job=web, severity=critical} since 4m',
      '      timeline',
      '        2m  {job=web, severity=critical} Normal → Pending, breach=1 up=0',
      '        4m  {job=web, severity=critical} Pending → Alerting, breach=1 up=0',
      '',
      '0 passed, 1 failed, 1 rule',
    ].join('\n'),
  );
  expect(junitReport(report)).toContain('<testsuite name="service-down" tests="1" failures="1">');
});

test('a failing data source is an error while it fails', async () => {
  const report = await folder.run(
    `  - name: down\n    ${UP}\n    inputs: [{ failures: [{ datasource: prometheus, at: 1m, until: 4m, error: connection refused }] }]\n    expect: [{ at: 5m, state: Error }]\n`.replace(
      `    ${UP}\n`,
      '',
    ),
  );
  expect(messages(report)).toHaveLength(1);
});

test('a Grafana version changes what comes', async () => {
  const inputs = 'inputs: [{ failures: [{ datasource: prometheus, at: 0s, error: refused }] }]';
  const cases = `  - name: error\n    ${inputs}\n    expect: [{ at: 0s, state: Pending, reason: Error }]\n`;
  expect(messages(await folder.run(cases))).toEqual([]);
  const older = await folder.run(cases, undefined, '11.6');
  expect(messages(older)).toEqual([expect.stringMatching(/^every instance Pending \(Error\) \| Error \{/)]);
});
