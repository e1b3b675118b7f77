import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPrometheusConfig } from './prometheus-config';

function load(text: string): { config: ReturnType<typeof loadPrometheusConfig>; problems: string[] } {
  const problems: Problem[] = [];
  const config = loadPrometheusConfig('prometheus.yml', text, problems);
  return { config, problems: problems.map(formatProblem) };
}

const job = (rest: string): string => `scrape_configs:\n- job_name: api\n  ${rest}\n`;

test('a job takes its defaults from global, and a short interval cuts the default time-out', () => {
  const { config, problems } = load(
    'global: {scrape_interval: 5s, label_limit: 30}\nscrape_configs:\n- job_name: api\n',
  );
  expect(problems).toEqual([]);
  expect(config?.jobs[0]).toMatchObject({
    scrapeIntervalMs: 5000,
    scrapeTimeoutMs: 5000,
    labelLimit: 30,
    metricsPath: '/metrics',
    honorTimestamps: true,
  });
});

test.each([
  [
    'an unknown key',
    'globals: {}',
    'prometheus.yml:1:1: error: globals: unknown key "globals"\n  did you mean "global"?',
  ],
  [
    'a number for a duration',
    'global: {scrape_interval: 15}',
    expect.stringContaining('1:27: error: global.scrape_interval'),
  ],
  [
    'a time-out longer than the interval',
    job('scrape_timeout: 2m'),
    expect.stringContaining('scrape_timeout is longer'),
  ],
  [
    'two jobs of one name',
    'scrape_configs: [{job_name: a}, {job_name: a}]',
    expect.stringContaining('two jobs are named "a"'),
  ],
  [
    'a target with a path',
    job("static_configs: [{targets: ['a:1/x']}]"),
    expect.stringContaining('expected host:port'),
  ],
  [
    'an unknown action',
    job('relabel_configs: [{action: kep}]'),
    expect.stringContaining('expected one of replace, keep'),
  ],
  ['a broken expression', job("relabel_configs: [{action: keep, regex: '('}]"), expect.stringContaining('RE2')],
  ['two ways to log in', job('basic_auth: {username: a}\n  bearer_token: b'), expect.stringContaining('only one of')],
  [
    'a mistake in a section that is not run',
    'remote_write: [{}]',
    expect.stringContaining('error: remote_write[0]: remote_write needs a url'),
  ],
])('%s is refused', (_, text, expected) => {
  const { config, problems } = load(text);
  expect(config).toBeUndefined();
  expect(problems[0]).toEqual(expected);
});

test.each([
  ['other discovery', job("file_sd_configs: [{files: ['a.json']}]"), 'scrape_configs[0].file_sd_configs'],
  ['alerting', "alerting: {alertmanagers: [{static_configs: [{targets: ['a:1']}]}]}", 'alerting'],
])('%s loads and is named as not supported', (_, text, key) => {
  const { config, problems } = load(text);
  expect(config).toBeDefined();
  expect(problems).toEqual([expect.stringContaining(`not supported: ${key}`)]);
});

test.each(['', '# nothing\n', 'global:\n', 'scrape_configs:\n', 'alerting: {}\n'])(
  '%j is an empty configuration',
  (text) => {
    const { config, problems } = load(text);
    expect(problems).toEqual([]);
    expect(config?.jobs).toEqual([]);
  },
);
