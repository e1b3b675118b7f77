import { gzipSync } from 'node:zlib';
import { LogStore } from '@firedrill/timeseries';
import request from 'supertest';
import { createLogIngest } from './ingest/log-ingest';
import { createLokiApi } from './loki-api';

const NOW_MS = 1_700_000_000_000;
const NOW_NS = `${NOW_MS}000000`;

function setUp(): { app: ReturnType<typeof createLokiApi>; push: (streams: unknown) => request.Test } {
  const store = new LogStore();
  const app = createLokiApi({ store, ingest: createLogIngest(store), now: () => NOW_MS });
  return { app, push: (streams) => request(app).post('/loki/api/v1/push').send({ streams }) };
}

const range = { start: '1699999000', end: '1700000001' };

test('what is pushed can be asked for, with its service and level', async () => {
  const { app, push } = setUp();
  await push([{ stream: { app: 'shop' }, values: [[NOW_NS, '{"level":"error"}', { id: '1' }]] }]).expect(204);
  const streams = await request(app)
    .get('/loki/api/v1/query_range')
    .query({ ...range, query: '{app="shop"}' })
    .expect(200);
  expect(streams.body.data.result).toEqual([
    {
      stream: { app: 'shop', service_name: 'shop', detected_level: 'error', id: '1' },
      values: [[NOW_NS, '{"level":"error"}']],
    },
  ]);
  const vector = await request(app)
    .get('/loki/api/v1/query')
    .query({ query: 'sum(count_over_time({app="shop"}[5m]))', time: '1700000000' });
  expect(vector.body.data).toMatchObject({
    resultType: 'vector',
    result: [{ metric: {}, value: [1_700_000_000, '1'] }],
  });
});

test('labels, their values and series', async () => {
  const { app, push } = setUp();
  await push([
    { stream: { app: 'a', env: 'x' }, values: [[NOW_NS, 'l']] },
    { stream: { app: 'b' }, values: [[NOW_NS, 'l']] },
  ]);
  const get = async (path: string, query: object = {}): Promise<unknown> =>
    (
      await request(app)
        .get(path)
        .query({ ...range, ...query })
    ).body;
  expect(await get('/loki/api/v1/labels')).toEqual({ status: 'success', data: ['app', 'env', 'service_name'] });
  expect(await get('/loki/api/v1/label/app/values', { query: '{env="x"}' })).toEqual({
    status: 'success',
    data: ['a'],
  });
  expect(await get('/loki/api/v1/label/nosuch/values')).toEqual({ status: 'success' });
  expect(await get('/loki/api/v1/series', { 'match[]': '{app="b"}' })).toEqual({
    status: 'success',
    data: [{ app: 'b', service_name: 'b' }],
  });
});

test('labels are told apart by where they come from when the header asks for it', async () => {
  const { app, push } = setUp();
  await push([
    {
      stream: { app: 'shop' },
      values: [
        [NOW_NS, 'level=error took=5ms', { id: '1', app: 'inner' }],
        [`${NOW_MS}000001`, 'level='],
      ],
    },
  ]);
  const answer = await request(app)
    .get('/loki/api/v1/query_range')
    .set('X-Loki-Response-Encoding-Flags', 'categorize-labels')
    .query({
      ...range,
      query: '{app="shop"} | drop detected_level | logfmt | drop service_name',
      direction: 'forward',
    });
  expect(answer.body.data).toMatchObject({
    encodingFlags: ['categorize-labels'],
    result: [
      {
        stream: { app: 'shop' },
        values: [
          [
            NOW_NS,
            'level=error took=5ms',
            { structuredMetadata: { id: '1', app_extracted: 'inner' }, parsed: { level: 'error', took: '5ms' } },
          ],
          [`${NOW_MS}000001`, 'level=', {}],
        ],
      },
    ],
  });
});

test.each([
  ['sum by(a)(rate({app="x"}|="y"|json[5m]))', 'sum by (a)(rate({app="x"} |= "y" | json[5m]))'],
  ['topk( 3 , count_over_time({app="x"}[1h]))', 'topk(3,count_over_time({app="x"}[1h]))'],
])('%s is formatted', async (query, formatted) => {
  const answer = await request(setUp().app).get('/loki/api/v1/format_query').query({ query }).expect(200);
  expect(answer.body).toEqual({ status: 'success', data: formatted });
});

test('a gzip body is read, a broken one is refused', async () => {
  const { app } = setUp();
  const post = (body: Buffer): request.Test =>
    request(app)
      .post('/loki/api/v1/push')
      .set('content-type', 'application/json')
      .set('content-encoding', 'gzip')
      .serialize((data) => data as string)
      .send(body as unknown as string);
  await post(gzipSync(JSON.stringify({ streams: [{ stream: { a: 'b' }, values: [[NOW_NS, 'l']] }] }))).expect(204);
  const refused = await post(Buffer.from('garbage')).expect(400);
  expect(refused.text).not.toContain('at ');
});

test.each([
  ['no streams', [], 422],
  ['a number for a time', [{ stream: { a: 'b' }, values: [[1, 'x']] }], 400],
  ['a label name with a dash', [{ stream: { 'a-b': 'x' }, values: [[NOW_NS, 'x']] }], 400],
  ['a time too old', [{ stream: { a: 'b' }, values: [['1', 'x']] }], 400],
  ['a time ahead', [{ stream: { a: 'b' }, values: [['1700003600000000000', 'x']] }], 400],
  ['a line too long', [{ stream: { a: 'b' }, values: [[NOW_NS, 'x'.repeat(262_145)]] }], 400],
])('a push with %s is refused', async (_, streams, status) => {
  await setUp().push(streams).expect(status);
});

test.each([
  ['/loki/api/v1/query?query={', 400, 'parse error at line 1, col 2'],
  ['/loki/api/v1/query?query={a="b"}', 400, 'log query'],
  ['/loki/api/v1/query_range?query={a="b"}&limit=x', 400, 'expected limit to be a number'],
  ['/loki/api/v1/query_range?query={a="b"}&direction=up', 400, "invalid direction 'up'"],
  ['/loki/api/v1/query_range?query={a="b"}&start=yesterday', 400, "could not parse 'start'"],
  ['/nosuch', 404, '404 page not found'],
  ['/ready', 200, 'ready'],
])('%s answers %d', async (path, status, text) => {
  const answer = await request(setUp().app).get(encodeURI(path)).expect(status);
  expect(answer.text).toContain(text);
});
