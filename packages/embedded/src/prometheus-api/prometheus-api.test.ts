import { Labels, MetricStore } from '@firedrill/timeseries';
import request from 'supertest';
import { loadPrometheusConfig } from '../scrape/config/prometheus-config';
import { createScraper } from '../scrape/scraper';
import { createPrometheusApi } from './prometheus-api';

const AT_S = 1_700_000_000;

function setUp(): ReturnType<typeof createPrometheusApi> {
  const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1000 });
  for (const [job, value] of [
    ['api', 1],
    ['db', 0],
  ] as const) {
    store.append(Labels.of({ __name__: 'up', job }), AT_S * 1000 - 15_000, value);
    store.append(Labels.of({ __name__: 'up', job }), AT_S * 1000, value);
  }
  const config = loadPrometheusConfig(
    'prometheus.yml',
    "scrape_configs: [{job_name: api, static_configs: [{targets: ['api:8080', 'old:1']}], relabel_configs: [{source_labels: [__address__], regex: 'old.*', action: drop}]}]",
    [],
  )!;
  const scraper = createScraper({ config, store, now: () => AT_S * 1000, resolveAddress: (address) => address });
  return createPrometheusApi({
    store,
    scraper,
    rules: { groups: () => [], intervalMs: () => 60_000, missed: () => 0 },
    alertmanagers: [],
    now: () => AT_S * 1000,
    startedMs: 0,
    evaluationIntervalMs: 60_000,
    configText: config.text,
    retention: '6h',
    flags: {},
  });
}

const get = (path: string): request.Test => request(setUp()).get(path);

test('an instant query, by GET and by form', async () => {
  const expected = {
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'api' }, value: [AT_S, '1'] }] },
  };
  expect((await get(`/api/v1/query?query=up%7Bjob="api"%7D&time=${AT_S}`)).body).toEqual(expected);
  expect((await request(setUp()).post('/api/v1/query').type('form').send({ query: 'up{job="api"}' })).body).toEqual(
    expected,
  );
});

test('a range query', async () => {
  const { body } = await get(`/api/v1/query_range?query=sum(up)&start=${AT_S - 15}&end=${AT_S}&step=15s`);
  expect(body.data).toEqual({
    resultType: 'matrix',
    result: [
      {
        metric: {},
        values: [
          [AT_S - 15, '1'],
          [AT_S, '1'],
        ],
      },
    ],
  });
});

test('a limit cuts the result and says so', async () => {
  const { body } = await get(`/api/v1/query?query=up&time=${AT_S}&limit=1`);
  expect(body.data.result).toHaveLength(1);
  expect(body.warnings).toEqual(['results truncated due to limit']);
});

test.each([
  ['/api/v1/query?query=sum(', 400, 'bad_data', '1:5: parse error'],
  ['/api/v1/query?query=up&time=yesterday', 400, 'bad_data', 'time'],
  ['/api/v1/query?query=up&limit=-1', 400, 'bad_data', 'limit'],
  [`/api/v1/query?query=up%2Bon()up&time=${AT_S}`, 422, 'execution', 'duplicate series'],
  ['/api/v1/query_range?query=up&start=1&end=0&step=1', 400, 'bad_data', 'end timestamp'],
  ['/api/v1/query_range?query=up&start=0&end=11001&step=1', 400, 'bad_data', '11,000 points'],
  ['/api/v1/series', 400, 'bad_data', 'no match[]'],
])('%s answers %d %s', async (path, status, errorType, message) => {
  const { body } = await get(path).expect(status);
  expect(body).toMatchObject({ status: 'error', errorType, error: expect.stringContaining(message) });
});

test('labels, their values and series', async () => {
  expect((await get('/api/v1/labels')).body.data).toEqual(['__name__', 'job']);
  expect((await get('/api/v1/label/job/values?match[]=up{job!="db"}')).body.data).toEqual(['api']);
  expect((await get('/api/v1/series?match[]=up')).body.data).toEqual([
    { __name__: 'up', job: 'api' },
    { __name__: 'up', job: 'db' },
  ]);
});

test('targets, active and dropped', async () => {
  const { body } = await get('/api/v1/targets');
  expect(body.data.activeTargets).toEqual([
    expect.objectContaining({
      scrapeUrl: 'http://api:8080/metrics',
      health: 'unknown',
      labels: { instance: 'api:8080', job: 'api' },
    }),
  ]);
  expect(body.data.droppedTargetCounts).toEqual({ api: 1 });
});

test.each([
  ['GET', '/-/healthy', 200],
  ['GET', '/-/ready', 200],
  ['GET', '/', 200],
  ['GET', '/api/v1/status/buildinfo', 200],
  ['GET', '/nosuch', 404],
  ['HEAD', '/api/v1/query', 405],
  ['DELETE', '/api/v1/query', 405],
  ['OPTIONS', '/api/v1/query', 204],
  ['POST', '/api/v1/admin/tsdb/snapshot', 500],
] as const)('%s %s answers %d', async (method, path, status) => {
  const app = request(setUp());
  const send = {
    GET: () => app.get(path),
    HEAD: () => app.head(path),
    DELETE: () => app.delete(path),
    OPTIONS: () => app.options(path),
    POST: () => app.post(path),
  };
  await send[method]().expect(status);
});
