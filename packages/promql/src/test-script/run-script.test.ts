import { runScript } from './run-script';

const failures = (script: string): unknown[] => runScript(script).map(({ failure }) => failure);

/** A script with two series loaded, and one eval. */
const evaluated = (head: string, ...expected: string[]): unknown =>
  failures(['load 1m', '  m{a="1"} 1 2 3', '  m{a="2"} 4 5', '', head, ...expected].join('\n'))[0];

test.each([
  { name: 'a wrong value', lines: ['eval instant at 0 m{a="1"}', 'm{a="1"} 2'], message: 'expected 2, got 1' },
  {
    name: 'a missing series',
    lines: ['eval instant at 0 m{a="1"}', 'm{a="3"} 1'],
    message: 'expected {__name__="m", a="3"}',
  },
  { name: 'a surplus series', lines: ['eval instant at 0 m', 'm{a="1"} 1'], message: 'expected 1 series' },
  {
    name: 'a wrong order',
    lines: ['eval instant at 0 sort_desc(m)', 'expect ordered', 'm{a="1"} 1', 'm{a="2"} 4'],
    message: 'expected',
  },
  { name: 'a wrong scalar', lines: ['eval instant at 0 1', '2'], message: 'the scalar: expected 2, got 1' },
  { name: 'a scalar in place of series', lines: ['eval instant at 0 1', '{} 1 1'], message: 'got a scalar' },
  { name: 'a wrong string', lines: ['eval instant at 0 "a"', 'expect string "b"'], message: 'expected "b", got "a"' },
  {
    name: 'a vector in place of a string',
    lines: ['eval instant at 0 m', 'expect string "b"'],
    message: 'got a vector',
  },
  { name: 'a failure', lines: ['eval instant at 0 sum(', '{} 1'], message: 'failed: unclosed' },
  { name: 'no failure', lines: ['eval instant at 0 m', 'expect fail'], message: 'expected a failure' },
  {
    name: 'a failure for a reason of ours',
    lines: ['eval instant at 0 info(m)', 'expect fail'],
    message: 'not supported',
  },
  {
    name: 'a missing warning',
    lines: ['eval instant at 0 sum(m)', 'expect warn', '{} 5'],
    message: 'a warn is missing',
  },
  {
    name: 'another info',
    lines: ['eval instant at 1m rate(m{a="1"}[2m])', 'expect info msg: x', '{a="1"} 0.01'],
    message: 'expected 0.01',
  },
  {
    name: 'an info of another text',
    lines: ['eval instant at 1m resets(rate(m{a="1"}[2m])[1m:1m])', 'expect info msg: x', '{a="1"} 0'],
    message: 'unexpected info',
  },
  {
    name: 'an info that must not be',
    lines: ['eval instant at 1m 0 * rate(m{a="1"}[2m])', 'expect no_info', '{a="1"} 0'],
    message: 'expected no info',
  },
  {
    name: 'a missing range series',
    lines: ['eval range from 0 to 1m step 1m m{a="1"}', 'm{a="9"} 1 2'],
    message: 'which is missing',
  },
  {
    name: 'a gap that is none',
    lines: ['eval range from 0 to 1m step 1m m{a="1"}', 'm{a="1"} 1 _'],
    message: 'expected none, got 2',
  },
  {
    name: 'more points than expected',
    lines: ['eval range from 0 to 1m step 1m m{a="1"}', 'm{a="1"} 1'],
    message: '1 more points',
  },
  {
    name: 'fewer range series',
    lines: ['eval range from 0 to 1m step 1m m', 'm{a="1"} 1 2'],
    message: 'expected 1 series, got',
  },
])('$name fails an eval', ({ lines: [head = '', ...expected], message }) => {
  expect(evaluated(head, ...expected)).toContain(message);
});

test.each([
  ['eval_fail instant at 0 sum('],
  ['eval_ordered instant at 0 sort(m)', 'm{a="1"} 1', 'm{a="2"} 4'],
  ['eval_warn instant at 0 quantile(2, m)', '{} Inf'],
  ['eval instant at 0 sum(', 'expected_fail_message any'],
  ['eval instant at 1m m{a="1"}', '', '# nothing more', ''].slice(0, 1).concat('m{a="1"} 2.0000001'),
])('%s passes', (head, ...expected) => {
  expect(evaluated(head, ...expected)).toBeUndefined();
});

test('clear forgets what was loaded, loads add up, a series named twice has the later samples', () => {
  const script = `
load 1m
  m 1
clear
load 1m
  m 2
  m 3

eval instant at 0 m
  m 3
`;
  expect(failures(script)).toEqual([undefined]);
});

test('native histograms are named and left out', () => {
  const [outcome] = runScript(`
load_with_nhcb 1m
  m_bucket{le="1"} 1
load 1m
  h {{count:1}}

eval instant at 0 h
  h {{count:1}}
`);
  expect(outcome).toMatchObject({ line: 7, expectsHistogram: true });
  expect(outcome?.nativeHistograms.map((labels) => labels.get('__name__'))).toEqual(['m', 'h']);
});

test('a line that is no command is refused with its number', () => {
  expect(() => runScript('\nfoo bar')).toThrow('line 2: expected clear, load or eval');
});
