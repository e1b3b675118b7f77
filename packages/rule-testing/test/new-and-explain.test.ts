import { explainCase, formatExplanation, loadProvisioning, newCaseFile, prepareFiles, testRules } from '../src/index';
import { exampleFolder } from '../src/lint/example-folder';
import { createRuleFolder } from './rule-folder';

const folder = createRuleFolder();
afterAll(() => folder.remove());

const { rules, dataSources } = loadProvisioning(exampleFolder());

test.each(rules.map((rule) => ({ uid: rule.uid, rule })))(
  'the new case file of $uid is one that runs',
  async ({ rule }) => {
    const text = newCaseFile(rule, dataSources, '.');
    const { problems, files } = await testRules([{ file: `${folder.path}/new.yaml`, text }]);
    expect(problems).toEqual([]);
    expect(files[0]?.cases.length).toBeGreaterThanOrEqual(2);
  },
);

test('an explanation shows what each step made of the answers', async () => {
  const series = "{ series: 'up{job=\"web\"}', values: '0x20' }";
  const text = `rule: service-down\nprovisioning: .\ncases:\n  - name: down\n    inputs: [{ metrics: { interval: 30s, series: [${series}] } }]\n    expect: [{ at: 2m, state: Alerting }]\n`;
  const [prepared] = prepareFiles([{ file: `${folder.path}/down.yaml`, text }]).prepared;
  const [ruleCase] = prepared!.file.cases;
  const explanation = await explainCase(prepared!.rule, ruleCase!, prepared!.provisioning, 120_000);
  expect(explanation && formatExplanation(explanation)).toBe(
    [
      'at 2m',
      '  up (prometheus)',
      '    {job=web} 0',
      '  breach (math)',
      '    {job=web} 1',
      '  {job=web, severity=critical} Pending → Alerting',
      '    summary: web does not answer',
      '  1 sent to the Alertmanager, for on-call',
    ].join('\n'),
  );
});
