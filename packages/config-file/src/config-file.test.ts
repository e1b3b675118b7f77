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
    'prometheus.yml:1:1: error: scrape_confgs: unknown key "scrape_confgs"\n  did you mean "scrape_configs"?',
  ]);
});

test.each([
  { name: 'a duplicate key', text: 'a: 1\na: 2\n', expected: 'prometheus.yml:2:1: error: Map keys must be unique' },
  {
    name: 'a broken list',
    text: 'a: [1\n',
    expected: expect.stringMatching(/^prometheus\.yml:2:1: error: Flow sequence/),
  },
])('$name is an error with its place', ({ text, expected }) => {
  const { root, problems } = read(text);
  expect(root).toBeUndefined();
  expect(problems.map(formatProblem)[0]).toEqual(expected);
});

test('keys without quotes are told from quoted ones', () => {
  const { root } = read('{n: 1, "y": 2, \'no\': 3, 0x10: 4, a: 5}\n');
  expect(root?.plainKeys()).toEqual(['n', '0x10', 'a']);
  expect(root?.get('n')?.plainKeys()).toEqual([]);
});

test('anchors and merge keys are resolved', () => {
  const { root } = read('base: &base {a: 1}\nuse: *base\n');
  expect(root?.get('use')?.toData()).toEqual({ a: 1 });
});

test('a merge key gives what the map does not say itself', () => {
  const { root } = read('base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\nuse: {<<: [*base, *more], a: 9}\n');
  expect(root?.get('use')?.toData()).toEqual({ a: 9, b: 2, c: 4 });
  const { root: checked, problems } = read('use:\n  <<: {a: 1}\n');
  checked?.get('use')?.expectKeys(['a']);
  expect(problems).toEqual([]);
});

test.each([
  { name: 'bytes that are no UTF-8', text: Uint8Array.of(0x61, 0xff), line: 1, column: 1 },
  { name: 'a control character', text: 'a: 1\nb: \u0007\n', line: 2, column: 4 },
])('$name are refused', ({ text, line, column }) => {
  const problems: Problem[] = [];
  expect(readConfigFile('x.yml', text, problems)).toBeUndefined();
  expect(problems).toMatchObject([{ severity: 'error', code: 'yaml-syntax', line, column }]);
});

test('bytes, a byte order mark and characters of every plane are read', () => {
  const text = '\uFEFFa: "\u{1F525} \u00fc"\n';
  expect(readConfigFile('x.yml', new TextEncoder().encode(text), [])?.get('a')?.source).toBe('\u{1F525} \u00fc');
  expect(readConfigFile('x.yml', text, [])?.get('a')?.source).toBe('\u{1F525} \u00fc');
});

test.each([
  ['a: 5', false],
  ['a: "5"', true],
  ['a: !!str 5', true],
  ['a: |\n  5\n', true],
])('%j: quoted is %s', (text, isQuoted) => {
  expect(read(text).root?.get('a')?.isQuoted).toBe(isQuoted);
});

test('a problem can name a key that is missing, and its kind', () => {
  const { root, problems } = read('groups:\n  - name: a\n');
  root?.get('groups')?.items()[0]?.report('error', 'expected an interval', { key: 'interval', code: 'missing' });
  expect(problems).toEqual([
    {
      severity: 'error',
      file: 'prometheus.yml',
      line: 2,
      column: 5,
      key: 'groups[0].interval',
      message: 'expected an interval',
      code: 'missing',
    },
  ]);
});
