import { formatProblem } from '@firedrill/config-file';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addresses } from '../src/addresses';
import { readConfiguration, type Configuration } from '../src/configuration';
import { ConfigurationError } from '../src/configuration-error';
import { databaseUrls } from '../src/database';
import { provisioningEnvironment } from '../src/provisioning-environment';
import { temporaryFolder } from './temporary-folder';

const checkout = join(__dirname, '../../..');
const folder = temporaryFolder();
const local = addresses({ portOffset: 100 });
const environment = provisioningEnvironment(local, databaseUrls(local, undefined));

function read(root: string, allowWarnings = false): Configuration {
  return readConfiguration({ root, environment, allowWarnings });
}

/** A copy of the checkout's files with one text replaced. */
function changed(file: string, from: string, to: string): string {
  const root = join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  for (const name of ['prometheus', 'promtail', 'provisioning'])
    cpSync(join(checkout, name), join(root, name), { recursive: true });
  const text = readFileSync(join(root, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, file), text.replace(from, to));
  return root;
}

test('the files of the checkout have no problem, and data sources get the addresses of this stack', () => {
  const { warnings, dataSources, groups, prometheus } = read(checkout);
  expect(warnings).toEqual([]);
  expect(dataSources.map(({ uid, url }) => [uid, url])).toEqual([
    ['prometheus', 'http://127.0.0.1:9190'],
    ['loki', 'http://127.0.0.1:3200'],
    ['postgres', '127.0.0.1:5532'],
  ]);
  expect(groups.flatMap(({ rules }) => rules.map(({ uid }) => uid))).toContain('payment-failure-rate');
  expect(prometheus.jobs.map(({ name }) => name)).toContain('api');
});

test.each([
  [
    'an unknown scrape key',
    'prometheus/prometheus.yml',
    'scrape_timeout:',
    'scrape_timeuot:',
    /prometheus\.yml:4:3: error: .*scrape_timeuot/,
  ],
  [
    'an unknown promtail key',
    'promtail/promtail.yml',
    'pipeline_stages:',
    'pipeline_stagse:',
    /promtail\.yml:\d+:\d+: error: .*pipeline_stagse/,
  ],
  [
    'a wrong duration',
    'provisioning/alerting/rules-payment.yaml',
    'interval: 10s',
    'interval: 10x',
    /rules-payment\.yaml:\d+:\d+: error: groups\[0\]\.interval/,
  ],
])('%s stops the start with file, line and key', (_name, file, from, to, message) => {
  const root = changed(file, from, to);
  expect(() => read(root)).toThrow(ConfigurationError);
  expect(() => read(root, true)).toThrow(message);
});

test('an unknown data source is a warning that stops the start unless warnings are allowed', () => {
  const root = changed(
    'provisioning/alerting/rules-payment.yaml',
    'datasourceUid: prometheus',
    'datasourceUid: prometheuss',
  );
  expect(() => read(root)).toThrow(/rules-payment\.yaml:\d+:\d+: warning: .*prometheuss/);
  expect(read(root, true).warnings.map(formatProblem).join('\n')).toMatch(/prometheuss/);
});

test.each([
  [
    'PromQL',
    'rules-payment.yaml',
    'sum(increase(payments_total{status="declined"}[60s])) /',
    'sum(increase(payments_total)) /',
    /data\[0\]\.model\.expr: [^]*\n +\^/,
  ],
  ['LogQL', 'rules-payment.yaml', '{service="payment"}', '{service=payment}', /model\.expr: [^]*\n +\^/],
  ['SQL', 'rules-inventory.yaml', 'order by name', 'where $__timeFilterr(x)', /model\.rawSql: .*timeFilterr/],
])('a mistake in %s is a warning at its place', (_language, file, from, to, message) => {
  const root = changed(`provisioning/alerting/${file}`, from, to);
  expect(() => read(root)).toThrow(message);
  expect(read(root, true).warnings).toHaveLength(1);
});

test('problems of all files are told at once', () => {
  const root = changed('prometheus/prometheus.yml', 'scrape_timeout:', 'scrape_timeuot:');
  rmSync(join(root, 'provisioning/datasources'), { recursive: true });
  expect(() => read(root)).toThrow(/scrape_timeuot[^]*provisioning\/datasources:1:1: error: expected a folder here/);
});
