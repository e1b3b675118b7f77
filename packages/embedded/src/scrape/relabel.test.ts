import { readConfigFile, type Problem } from '@firedrill/config-file';
import { readRelabelRules } from './config/relabel-rule';
import { relabel } from './relabel';

function run(rules: readonly unknown[], labels: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const problems: Problem[] = [];
  const root = readConfigFile('rules.yml', JSON.stringify(rules), problems);
  const map = new Map(Object.entries(labels));
  return relabel(map, readRelabelRules(root)) ? Object.fromEntries(map) : undefined;
}

test.each([
  {
    name: 'replace with a group',
    rule: { source_labels: ['a'], regex: '(.)(.*)', target_label: 'b', replacement: '${2}-$1' },
    expected: { a: 'xyz', b: 'yz-x' },
  },
  {
    name: 'replace without a match',
    rule: { source_labels: ['a'], regex: 'x', target_label: 'b' },
    expected: { a: 'xyz' },
  },
  {
    name: 'a group glued to letters is another, empty group',
    rule: { source_labels: ['a'], target_label: 'a', replacement: '$1_s' },
    expected: {},
  },
  { name: 'two dollars are one', rule: { target_label: 'b', replacement: '$$1' }, expected: { a: 'xyz', b: '$1' } },
  { name: 'keep', rule: { action: 'keep', source_labels: ['a'], regex: 'x.z' }, expected: { a: 'xyz' } },
  { name: 'keep is anchored', rule: { action: 'keep', source_labels: ['a'], regex: 'x' }, expected: undefined },
  { name: 'drop', rule: { action: 'drop', source_labels: ['a'], regex: '.*' }, expected: undefined },
  {
    name: 'labelmap',
    rule: { action: 'labelmap', regex: '(a)', replacement: 'm_$1' },
    expected: { a: 'xyz', m_a: 'xyz' },
  },
  { name: 'labeldrop', rule: { action: 'labeldrop', regex: 'a' }, expected: {} },
  { name: 'labelkeep', rule: { action: 'labelkeep', regex: 'b' }, expected: {} },
  {
    name: 'uppercase',
    rule: { action: 'uppercase', source_labels: ['a'], target_label: 'b' },
    expected: { a: 'xyz', b: 'XYZ' },
  },
  {
    name: 'hashmod is the low half of MD5',
    rule: { action: 'hashmod', source_labels: ['a'], target_label: 'b', modulus: 1000 },
    expected: { a: 'xyz', b: expect.stringMatching(/^\d{1,3}$/) },
  },
  { name: 'keepequal', rule: { action: 'keepequal', source_labels: ['a'], target_label: 'b' }, expected: undefined },
])('$name', ({ rule, expected }) => {
  expect(run([rule], { a: 'xyz' })).toEqual(expected);
});
