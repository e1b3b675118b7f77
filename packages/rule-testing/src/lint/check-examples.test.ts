import { CHECKS } from './checks';
import { EXAMPLE_FILES, exampleFolder } from './example-folder';
import { lintFolder } from './lint';

test('the correct example folder is silent', () => {
  expect(lintFolder(exampleFolder()).findings).toEqual([]);
});

const mistakes = CHECKS.flatMap((check) => check.mistakes.map((mistake) => ({ id: check.id, ...mistake })));

test.each(mistakes)('$id finds $what at its line', ({ id, file, good, bad, at }) => {
  const text = EXAMPLE_FILES[file] ?? '';
  expect(text).toContain(good);
  const planted = text.replace(good, () => bad);
  const found = lintFolder(exampleFolder({ ...EXAMPLE_FILES, [file]: planted })).findings.filter(
    ({ check }) => check === id,
  );
  const line = planted
    .slice(0, at === undefined ? text.indexOf(good) : planted.indexOf(at) + at.length)
    .split('\n').length;
  expect(found).toContainEqual(expect.objectContaining({ file, line }));
});

test('ids are unique and errors come before warnings', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const severities = CHECKS.map(({ severity }) => severity);
  expect(severities.indexOf('warning')).toBe(severities.lastIndexOf('error') + 1);
});

test('a value from the environment is not judged', () => {
  const rules = (EXAMPLE_FILES['alerting/rules.yaml'] ?? '').replace('interval: 1m', 'interval: $EVERY');
  const { findings } = lintFolder(exampleFolder({ ...EXAMPLE_FILES, 'alerting/rules.yaml': rules }));
  expect(findings.filter(({ check }) => check === 'refused-by-grafana')).toEqual([]);
});
