import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadRuleFile } from './load-rule-file';

function load(text: string): {
  readonly groups: ReturnType<typeof loadRuleFile>;
  readonly problems: readonly string[];
} {
  const problems: Problem[] = [];
  const groups = loadRuleFile('rules.yml', text, problems);
  return { groups, problems: problems.map(formatProblem) };
}

test('a group with both kinds of rules', () => {
  const { groups, problems } = load(`
groups:
- name: shop
  interval: 30s
  limit: 5
  query_offset: 10s
  labels: {team: core, tier: one}
  rules:
  - {record: 'job:up:sum', expr: sum by (job) (up), labels: {tier: two}}
  - alert: Down
    expr: up == 0
    for: 2m
    keep_firing_for: 5m
    annotations: {summary: '{{ $labels.job }} is down'}
`);
  expect(problems).toEqual([]);
  expect(groups).toMatchObject([
    {
      file: 'rules.yml',
      name: 'shop',
      intervalMs: 30_000,
      queryOffsetMs: 10_000,
      limit: 5,
      rules: [
        { kind: 'recording', name: 'job:up:sum', labels: { team: 'core', tier: 'two' } },
        {
          kind: 'alerting',
          name: 'Down',
          holdMs: 120_000,
          keepFiringMs: 300_000,
          annotations: { summary: '{{ $labels.job }} is down' },
        },
      ],
    },
  ]);
});

const rule = (text: string): string => `groups: [{name: g, rules: [${text}]}]`;

test.each([
  ['an unknown key', 'groups: [{name: g, rule: []}]', 'unknown key "rule"'],
  ['no name', 'groups: [{rules: []}]', 'a name for the group'],
  ['a name twice', 'groups: [{name: g}, {name: g}]', 'two groups of this file are named "g"'],
  ['record and alert', rule('{record: a, alert: b, expr: up}'), 'got both'],
  ['neither record nor alert', rule('{expr: up}'), 'got neither'],
  ['no expression', rule('{alert: A}'), 'expected an expression'],
  ['an expression that does not parse', rule("{alert: A, expr: 'sum('}"), '1:5'],
  ['a recording rule with for', rule('{record: a, expr: up, for: 1m}'), 'for is for alerts'],
  ['a selector as a name', rule(`{record: 'a{b="c"}', expr: up}`), 'the name of a metric'],
  ['a duration with words', rule('{alert: A, expr: up, for: 5 minutes}'), 'expected a duration'],
  ['a template that does not close', rule("{alert: A, expr: up, labels: {a: '{{ $value '}}"), 'labels.a'],
  ['a function that no template has', rule("{alert: A, expr: up, annotations: {a: '{{ nosuch 1 }}'}}"), 'nosuch'],
  ['a label that is the metric name', rule('{alert: A, expr: up, labels: {__name__: x}}'), '__name__'],
])('%s is refused at its place', (_, text, expected) => {
  const { groups, problems } = load(text);
  expect(groups).toBeUndefined();
  expect(problems.join('\n')).toContain(expected);
  expect(problems[0]).toMatch(/^rules\.yml:\d+:\d+: error: /);
});

test.each(['', '# nothing', 'groups:', 'groups: []'])('%j holds no groups', (text) => {
  expect(load(text)).toEqual({ groups: [], problems: [] });
});
