import { join } from 'node:path';
import {
  findCaseFiles,
  formatTestReport,
  isCovered,
  lintFolder,
  readProvisioningFolder,
  testRules,
} from '../src/index';

const root = join(__dirname, '../../..');

test('every case of the pack passes, and every rule has all five situations', async () => {
  const report = await testRules(findCaseFiles([join(root, 'alerting/cases')]).texts);
  const failed = report.files.flatMap(({ cases }) => cases).filter(({ failures }) => failures.length > 0);
  expect(report.problems).toEqual([]);
  expect(failed.length > 0 ? formatTestReport(report, (_colour, text) => text) : '').toBe('');
  expect(isCovered(report)).toBe(true);
});

test.each(['11.0', '11.6', '12.1', '12.4'])('the cases of the pack hold for Grafana %s', async (version) => {
  const report = await testRules(findCaseFiles([join(root, 'alerting/cases')]).texts, version);
  expect(report.files.flatMap(({ cases }) => cases).flatMap(({ failures }) => failures)).toEqual([]);
});

test('the linter is silent on the pack', () => {
  const folder = readProvisioningFolder(join(root, 'provisioning'));
  expect(folder && lintFolder(folder)).toMatchObject({ findings: [], ignored: 0 });
});
