import { formatProblem, readConfigFile, type ConfigNode, type Problem } from './index';

function read(text: string): { root: ConfigNode | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  return { root: readConfigFile('prometheus.yml', text, problems), problems };
}

test('a value knows its place and its path', () => {
  const { root } = read('scrape_configs:\n  - job_name: api\n    scrape_interval: 5s\n');
  const interval = root?.get('scrape_configs')?.items()[0]?.get('scrape_interval');
  expect(interval).toMatchObject({ path: 'scrape_configs[0].scrape_interval', line: 3, column: 22, kind: 'string' });
});

test.each([
  ['a: 1_000', '1_000'],
  ['a: 0x10', '0x10'],
  ['a: "1"', '1'],
  ['a: yes', 'yes'],
  ['a:', ''],
])('%s keeps what was written', (text, expected) => {
  expect(read(text).root?.get('a')?.source).toBe(expected);
});

test('a missing value is reported at its key', () => {
  const { root, problems } = read('global:\n  scrape_interval:\n');
  root?.get('global')?.get('scrape_interval')?.expect('string');
  expect(problems.map(formatProblem)).toEqual([
    'prometheus.yml:2:19: error: global.scrape_interval: expected a string, got nothing',
  ]);
});

test('an unknown key is reported with the nearest right name', () => {
  const { root, problems } = read('scrape_confgs: []\n');
  root?.expectKeys(['global', 'scrape_configs']);
  expect(problems.map(formatProblem)).toEqual([
    'prometheus.yml:1:16: error: scrape_confgs: unknown key "scrape_confgs"\n  did you mean "scrape_configs"?',
  ]);
});

test.each([
  { name: 'a duplicate key', text: 'a: 1\na: 2\n', expected: 'prometheus.yml:2:1: error: Map keys must be unique' },
  { name: 'a broken list', text: 'a: [1\n', expected: expect.stringMatching(/^prometheus\.yml:2:1: error: Flow sequence/) },
])('$name is an error with its place', ({ text, expected }) => {
  const { root, problems } = read(text);
  expect(root).toBeUndefined();
  expect(problems.map(formatProblem)[0]).toEqual(expected);
});

test('anchors and merge keys are resolved', () => {
  const { root } = read('base: &base {a: 1}\nuse: *base\n');
  expect(root?.get('use')?.toData()).toEqual({ a: 1 });
});
