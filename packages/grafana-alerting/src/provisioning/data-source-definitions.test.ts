import { formatProblem } from '@firedrill/config-file';
import { loadDataSources, type DataSourceProvisioning } from '../index';

function load(entries: string, environment = {}): DataSourceProvisioning {
  return loadDataSources([{ name: 'datasources.yaml', text: `apiVersion: 1\ndatasources:\n${entries}` }], { environment });
}

const problems = (loaded: DataSourceProvisioning): string[] => loaded.problems.map(formatProblem);

test('a data source takes its address from the environment', () => {
  const entry = `  - name: PostgreSQL
    uid: postgres
    type: grafana-postgresql-datasource
    url: $HOST:$PORT
    user: reader
    jsonData: { database: $DB, postgresVersion: 1500 }
    secureJsonData: { password: $PASSWORD }
`;
  const loaded = load(entry, { HOST: 'db', PORT: '5432', DB: 'shop', PASSWORD: 'secret' });
  expect(loaded).toEqual({
    problems: [],
    dataSources: [
      {
        ...{ uid: 'postgres', name: 'PostgreSQL', type: 'postgres', url: 'db:5432', user: 'reader', database: '', isDefault: false },
        jsonData: { database: 'shop', postgresVersion: 1500 },
        secureJsonData: { password: 'secret' },
      },
    ],
  });
});

test.each([
  ['{ type: loki, uid: a }', 'datasources.yaml:3:3: error: datasources[0].name: expected the name of the data source, got nothing'],
  ['{ name: a, type: loki }', 'datasources.yaml:3:3: warning: datasources[0].uid: expected the uid that rules refer to, got nothing: Grafana makes one up'],
  [
    '{ name: a, uid: a, type: prometeus }',
    'datasources.yaml:3:28: not supported: datasources[0].type: the data source type "prometeus" cannot be asked here\n  did you mean "prometheus"?',
  ],
  ['{ name: a, uid: a, type: loki, url: $LOKI }', 'datasources.yaml:3:39: warning: datasources[0].url: the environment variable LOKI is not set'],
  [
    '{ name: a, uid: a, type: loki, jsondata: {} }',
    'datasources.yaml:3:34: warning: datasources[0].jsondata: unknown key "jsondata"\n  did you mean "jsonData"?',
  ],
])('%s: %s', (entry, expected) => {
  expect(problems(load(`- ${entry}`))).toEqual([expected]);
});

test('a second default and a uid used twice are reported', () => {
  const entry = '- { name: a, uid: a, type: loki, isDefault: true }\n';
  expect(load(entry + entry).problems.map(({ severity, code }) => [severity, code])).toEqual([
    ['warning', 'duplicate-uid'],
    ['error', 'second-default'],
  ]);
});
