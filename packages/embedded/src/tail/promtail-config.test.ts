import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPromtailConfig } from './promtail-config';

function load(stages: string): string[] {
  const problems: Problem[] = [];
  const text = `clients: [{url: 'http://loki:3100/loki/api/v1/push'}]\nscrape_configs:\n- job_name: shop\n  pipeline_stages:\n  - ${stages}\n`;
  loadPromtailConfig('promtail.yml', text, problems);
  return problems.map(formatProblem);
}

test.each([
  ['labels: {level: , service: app}'],
  ['{}'],
  ['json: {expressions: {"n": num, node: n, e1: x}}'],
  ['json: {expressions: {a: "b.c | length(@)"}, unknown: 1}'],
  ['match: {selector: \'{a=~".*"} |= "x"\', action: drop}'],
  ['drop: {older_than: 1.5h, longer_than: 8kb}'],
  ['replace: {expression: "(a)", replace: "{{"}'],
])('%s is accepted', (stages) => {
  expect(load(stages)).toEqual([]);
});

test.each([
  ['jsn: {}', 'unknown stage "jsn"; did you mean "json"?'],
  ['json: {expressions: {}}', 'json needs expressions'],
  ['json: {expressions: {a: "["}}', 'expected a JMESPath expression'],
  ['json: {expressions: {a: 5}}', 'expected a string, got "5"'],
  ['json: {expressions: {n: num}}', 'expected a text as key, got n'],
  ['labels: {On: level}', 'expected a text as key, got On'],
  ['static_labels: {12: a}', 'expected a text as key, got 12'],
  ['labels: {a-b: }', 'expected a label name'],
  ['labeldrop: []', 'at least one label name'],
  ['timestamp: {source: a}', 'timestamp needs a format'],
  ['timestamp: {source: a, format: RFC3339, location: Mars/One}', 'expected a time zone'],
  ['match: {selector: \'{a="b"}\'}', 'match needs at least one stage'],
  ['match: {selector: \'{a="b"} | json\', action: drop}', 'only line filters may follow'],
  ['template: {source: a, template: "{{"}', 'expected a template'],
  ['regex: {expression: "("}', 'expected an RE2 expression'],
  ['drop: {source: a, value: b, expression: c}', 'only one of value and expression'],
  ['multiline: {firstline: a, max_wait_time: x}', 'expected a duration such as 3s'],
  ['sampling: {rate: 2}', 'from 0 to 1'],
])('%s is refused', (stages, message) => {
  expect(load(stages)[0]).toContain('error:');
  expect(load(stages)[0]).toContain(message);
});

test.each(['metrics: {}', 'tenant: {value: a}', 'limit: {rate: 1, burst: 1}'])(
  '%s is named as not supported',
  (stages) => {
    expect(load(stages)[0]).toContain('not supported');
  },
);

test('a file without a client is refused', () => {
  const problems: Problem[] = [];
  expect(loadPromtailConfig('promtail.yml', 'scrape_configs: []\n', problems)).toBeUndefined();
  expect(problems.map(formatProblem)).toEqual(['promtail.yml:1:1: error: at least one client is needed']);
});
