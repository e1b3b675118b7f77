import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findRuleFiles } from './find-rule-files';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rule-files-'));
  mkdirSync(join(folder, 'rules'));
  for (const name of ['b.yml', 'a.yml', 'c.txt']) writeFileSync(join(folder, 'rules', name), `# ${name}`);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['rules/*.yml', ['a.yml', 'b.yml']],
  ['rules/[ac].*', ['a.yml', 'c.txt']],
  ['rules/a.yml', ['a.yml']],
  ['rules/nosuch.yml', []],
  ['nosuch/*.yml', []],
])('%s stands for %j', (pattern, names) => {
  expect(findRuleFiles(folder, pattern).map(({ name }) => basename(name))).toEqual(names);
});

test('an absolute path is taken as it is, with its text', () => {
  const name = join(folder, 'rules', 'a.yml');
  expect(findRuleFiles('/', name)).toEqual([{ name, text: Buffer.from('# a.yml') }]);
});

test('a folder has no text', () => {
  expect(findRuleFiles(folder, 'rules')).toEqual([{ name: join(folder, 'rules'), text: undefined }]);
});
