import { EXAMPLE_FILES, exampleFolder } from './example-folder';
import { lintFolder } from './lint';

const FILE = 'alerting/rules.yaml';
const WITHOUT = (EXAMPLE_FILES[FILE] ?? '').replace('        noDataState: Alerting\n', '');

function checksOf(text: string): { checks: string[]; ignored: number } {
  const { findings, ignored } = lintFolder(exampleFolder({ ...EXAMPLE_FILES, [FILE]: text }));
  return { checks: findings.map(({ check }) => check), ignored };
}

test.each([
  [
    'above the rule',
    '      - uid: service-down',
    '      # firedrill:ignore missing-no-data-state silence is loud\n      - uid: service-down',
  ],
  [
    'behind the line',
    '- uid: service-down',
    '- uid: service-down # firedrill:ignore missing-no-data-state silence is loud',
  ],
])('a comment %s silences its check', (_where, from, to) => {
  expect(checksOf(WITHOUT.replace(from, to))).toEqual({ checks: [], ignored: 1 });
});

test('a comment silences no other check and no other rule', () => {
  const other = WITHOUT.replace(
    '      - uid: low-stock',
    '      # firedrill:ignore missing-no-data-state x\n      - uid: low-stock',
  );
  expect(checksOf(other).checks).toEqual(['missing-no-data-state']);
});

test.each([
  ['without a reason', 'missing-no-data-state', ['ignore-comment']],
  ['of a check that does not exist', 'missing-nodata because', ['ignore-comment', 'missing-no-data-state']],
])('a comment %s is a finding', (_what, text, checks) => {
  const planted = WITHOUT.replace(
    '      - uid: service-down',
    `      # firedrill:ignore ${text}\n      - uid: service-down`,
  );
  expect(checksOf(planted).checks).toEqual(checks);
});
