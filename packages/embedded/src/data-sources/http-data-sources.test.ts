import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DataQuery, DataSourceDefinition } from '@firedrill/grafana-alerting';
import { LogStore, MetricStore } from '@firedrill/timeseries';
import { createDataSources, type NamedDataSource } from './create-data-sources';

const NOW_MS = 1_700_000_000_000;
const VECTOR = [{ metric: { host: 'a' }, value: [1_700_000_000, '+Inf'] }];

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
}

let server: Server;
let answer: { status: number; body: unknown };
let asked: Asked | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    void note(request).then(() => {
      response.statusCode = answer.status;
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function note(request: IncomingMessage): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  const sent = request.method === 'POST' ? new URLSearchParams(await text(request)) : searchParams;
  const { authorization, 'x-scope-orgid': tenant } = request.headers;
  asked = {
    ...{ method: request.method, path: pathname, parameters: Object.fromEntries(sent), authorization },
    tenant: typeof tenant === 'string' ? tenant : undefined,
  };
}

function create(type: 'prometheus' | 'loki', changes: Partial<DataSourceDefinition> = {}): NamedDataSource {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix/`;
  const definition: DataSourceDefinition = {
    ...{ uid: 'there', name: 'There', type, url, user: '', database: '', isDefault: false },
    ...{ basicAuth: false, basicAuthUser: '', jsonData: {}, secureJsonData: {}, ...changes },
  };
  const [dataSource] = createDataSources({
    definitions: [definition],
    metricStore: new MetricStore({ retentionMs: 1, maxSamples: 1 }),
    logStore: new LogStore(),
    own: { prometheus: 'http://127.0.0.1:9090', loki: 'http://127.0.0.1:3100' },
    resolveAddress: (target) => target,
  }).dataSources;
  if (dataSource === undefined) throw new Error('no data source was made');
  return dataSource;
}

function queryOf(model: Readonly<Record<string, unknown>>): DataQuery {
  const times = { fromMs: NOW_MS - 60_000, toMs: NOW_MS, intervalMs: 1000, maxDataPoints: 100 };
  return { refId: 'A', datasourceUid: 'there', queryType: '', model, ...times };
}

test('another Prometheus is asked by POST, and its vector becomes marked frames', async () => {
  answer = { status: 200, body: { status: 'success', data: { resultType: 'vector', result: VECTOR } } };
  const response = await create('prometheus').query(queryOf({ expr: 'up', instant: true }));
  expect(asked).toMatchObject({
    method: 'POST',
    path: '/prefix/api/v1/query',
    parameters: { query: 'up', time: '1700000000' },
  });
  expect(response).toEqual({
    ok: true,
    frames: [
      {
        fields: [
          { name: 'Time', type: 'time', values: [NOW_MS] },
          { name: 'Value', type: 'number', labels: { host: 'a' }, values: [Infinity] },
        ],
        resultType: 'vector',
      },
    ],
  });
});

test('a range query is asked with its step, credentials and headers', async () => {
  const result = [{ metric: {}, values: [[1_699_999_999.5, 'NaN']] }];
  answer = { status: 200, body: { status: 'success', data: { resultType: 'matrix', result } } };
  const dataSource = create('prometheus', {
    basicAuth: true,
    basicAuthUser: 'me',
    jsonData: { httpMethod: 'GET', httpHeaderName1: 'X-Scope-OrgID' },
    secureJsonData: { basicAuthPassword: 'secret', httpHeaderValue1: 'shop' },
  });
  const response = await dataSource.query(queryOf({ expr: 'up', range: true }));
  expect(asked).toEqual({
    method: 'GET',
    path: '/prefix/api/v1/query_range',
    parameters: { query: 'up', start: '1699999940', end: '1700000000', step: '1' },
    authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    tenant: 'shop',
  });
  expect(response).toMatchObject({ frames: [{ fields: [{ values: [1_699_999_999_500] }, { values: [NaN] }] }] });
});

test('another Loki answers numbers for an instant query, lines for a log query', async () => {
  answer = { status: 200, body: { status: 'success', data: { resultType: 'vector', result: VECTOR } } };
  const numbers = await create('loki').query(queryOf({ expr: 'sum(rate({a="b"}[1m]))', queryType: 'instant' }));
  expect(asked).toMatchObject({ path: '/prefix/loki/api/v1/query', parameters: { time: '1700000000000000000' } });
  expect(numbers).toMatchObject({ frames: [{ kind: 'numeric', fields: [{}, { labels: { host: 'a' } }] }] });
  const streams = [{ stream: { a: 'b' }, values: [['1700000000000000001', 'line']] }];
  answer = { status: 200, body: { status: 'success', data: { resultType: 'streams', result: streams } } };
  const lines = await create('loki').query(queryOf({ expr: '{a="b"}' }));
  expect(asked).toMatchObject({ path: '/prefix/loki/api/v1/query_range', parameters: { step: '1000ms' } });
  expect(lines).toMatchObject({ frames: [{ fields: [{ values: [NOW_MS] }, { values: ['line'] }] }] });
});

test.each([
  [400, { status: 'error', errorType: 'bad_data', error: 'parse error' }, 'bad_data: parse error'],
  [500, 'too many outstanding requests\n', '500: too many outstanding requests'],
  [502, '', 'the server answered 502'],
  [200, '<html>', 'expected JSON, got "<html>"'],
  [200, { status: 'success' }, 'expected data.resultType and data.result'],
])('an answer %d with %j is an error: %s', async (status, body, message) => {
  answer = { status, body };
  const dataSource = create('prometheus');
  const failed = { ok: false, error: expect.stringContaining(message) as string };
  expect(await dataSource.query(queryOf({ expr: 'up', instant: true }))).toEqual(failed);
});

test('the health check asks the server', async () => {
  answer = { status: 200, body: { status: 'success', data: { resultType: 'scalar', result: [0, '2'] } } };
  expect(await create('prometheus').health()).toEqual({
    ok: true,
    message: 'Successfully queried the Prometheus API.',
  });
  answer = { status: 401, body: 'who are you?' };
  expect(await create('loki').health()).toEqual({ ok: false, message: '401: who are you?' });
});

test.each([
  ['', 'the data source There has no url'],
  ['http://127.0.0.1:65534', 'ECONNREFUSED'],
])('the url %j cannot be asked', async (url, message) => {
  const health = await create('prometheus', { url }).health();
  expect(health).toEqual({ ok: false, message: expect.stringContaining(message) as string });
});
