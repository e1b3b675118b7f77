import { randomUUID } from 'node:crypto';
import type { DataQuery, DataSource, DataSourceDefinition, DataSourceType } from '@firedrill/grafana-alerting';
import { Labels, LogStore, MetricStore } from '@firedrill/timeseries';
import { Client } from 'pg';
import { createDataSources, type DataSources } from './create-data-sources';

const NOW_MS = 1_700_000_000_000;
const metricStore = new MetricStore({ retentionMs: 3_600_000, maxSamples: 10_000 });
const logStore = new LogStore();
const OWN: Readonly<Record<string, string>> = { prometheus: 'http://prometheus:9090', loki: 'http://loki:3100/' };

function definition(type: DataSourceType, more: Partial<DataSourceDefinition> = {}): DataSourceDefinition {
  const account = { user: '', database: '', basicAuth: false, basicAuthUser: '' };
  const empty = { url: OWN[type] ?? '', isDefault: false, jsonData: {}, secureJsonData: {} };
  return { uid: type, name: type, type, ...account, ...empty, ...more };
}

function ask(
  dataSource: DataSource | undefined,
  model: Readonly<Record<string, unknown>>,
): ReturnType<DataSource['query']> {
  const range = { fromMs: NOW_MS - 60_000, toMs: NOW_MS };
  const query: DataQuery = {
    refId: 'a',
    datasourceUid: 'x',
    queryType: '',
    model,
    ...range,
    intervalMs: 1000,
    maxDataPoints: 100,
  };
  return dataSource === undefined ? Promise.reject(new Error('no such data source')) : dataSource.query(query);
}

function create(...definitions: DataSourceDefinition[]): DataSources {
  const resolveAddress = (target: string): string =>
    target
      .replace(/^(prometheus|loki):/, '127.0.0.1:')
      .replace(/^postgres:/, () => `${new URL(serverUrl()).hostname}:`);
  const own = { prometheus: 'http://127.0.0.1:9090', loki: 'http://127.0.0.1:3100' };
  return createDataSources({ definitions, metricStore, logStore, own, resolveAddress });
}

function serverUrl(): string {
  const url = process.env.FIREDRILL_TEST_DATABASE_URL;
  if (url === undefined) throw new Error('FIREDRILL_TEST_DATABASE_URL is not set');
  return url;
}

test('an unknown type answers that it cannot be asked', async () => {
  const [dataSource] = create(definition('other')).dataSources;
  expect(await ask(dataSource, {})).toEqual({
    ok: false,
    error: 'the data source other is of a type that cannot be asked here',
  });
});

describe('Prometheus', () => {
  const [prometheus] = create(definition('prometheus')).dataSources;
  for (const method of ['card', 'paypal']) {
    const labels = Labels.of({ __name__: 'payments_total', method });
    for (let timeMs = NOW_MS - 60_000; timeMs <= NOW_MS; timeMs += 5000)
      metricStore.append(labels, timeMs, timeMs / 1000);
  }

  test('an instant query answers one marked frame for each sample', async () => {
    expect(await ask(prometheus, { expr: 'sum by (method) (rate(payments_total[1m]))', instant: true })).toEqual({
      ok: true,
      frames: ['card', 'paypal'].map((method) => ({
        fields: [
          { name: 'Time', type: 'time', values: [NOW_MS] },
          { name: 'Value', type: 'number', labels: { method }, values: [expect.closeTo(1, 5)] },
        ],
        resultType: 'vector',
      })),
    });
  });

  test('a range query answers series, a constant a scalar', async () => {
    const range = await ask(prometheus, { expr: 'payments_total{method="card"}', interval: '20s' });
    expect(range).toMatchObject({
      ok: true,
      frames: [{ resultType: 'matrix', fields: [{ values: { length: 4 } }, {}] }],
    });
    const scalar = await ask(prometheus, { expr: '42', instant: true });
    expect(scalar).toMatchObject({ frames: [{ resultType: 'scalar', fields: [{ type: 'number', values: [42] }] }] });
  });

  test('nothing answers no frames', async () => {
    expect(await ask(prometheus, { expr: 'absent_metric', instant: true })).toEqual({ ok: true, frames: [] });
  });

  test.each([
    [{ expr: 'sum(', instant: true }, 'unclosed left parenthesis'],
    [{ expr: 1, instant: true }, 'expected model.expr to be a string'],
  ])('%j is answered with its error', async (model, message) => {
    expect(await ask(prometheus, model)).toEqual({ ok: false, error: expect.stringContaining(message) });
  });
});

describe('Loki', () => {
  const [loki] = create(definition('loki')).dataSources;
  logStore.push(
    Labels.of({ service: 'payment' }),
    ['gateway_timeout', 'gateway_timeout', 'card_expired'].map((reason, index) => ({
      timestampNs: BigInt(NOW_MS - 10_000 + index) * 1_000_000n,
      line: JSON.stringify({ event: 'payment_declined', reason }),
    })),
  );

  test('an instant metric query answers numbers with labels', async () => {
    const expr = 'sum by (reason) (count_over_time({service="payment"} | json [1m]))';
    expect(await ask(loki, { expr, queryType: 'instant' })).toEqual({
      ok: true,
      frames: [
        ['card_expired', 1],
        ['gateway_timeout', 2],
      ].map(([reason, count]) => ({
        fields: [
          { name: 'Time', type: 'time', values: [NOW_MS] },
          { name: 'Value', type: 'number', labels: { reason }, values: [count] },
        ],
        kind: 'numeric',
      })),
    });
  });

  test('no match answers no frames, a log query time and text', async () => {
    const none = await ask(loki, { expr: 'sum(count_over_time({service="api"} [1m]))', queryType: 'instant' });
    expect(none).toEqual({ ok: true, frames: [] });
    const lines = await ask(loki, { expr: '{service="payment"} |= "card"' });
    expect(lines).toMatchObject({
      frames: [{ fields: [{ type: 'time' }, { type: 'string', values: [expect.stringContaining('card_expired')] }] }],
    });
  });
});

describe('PostgreSQL', () => {
  const database = `test_${randomUUID().slice(0, 8)}`;
  let sources: DataSources;

  const admin = async (sql: string, name?: string): Promise<void> => {
    const url = new URL(serverUrl());
    if (name !== undefined) url.pathname = `/${name}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };

  beforeAll(async () => {
    await admin(`create database ${database}`);
    await admin(
      "create table products (name text, stock int); insert into products values ('Mug', 2), ('Lamp', 0), (null, 7)",
      database,
    );
    const { port, username, password } = new URL(serverUrl());
    const secureJsonData = { password: decodeURIComponent(password) };
    sources = create(
      definition('postgres', {
        url: `postgres:${port}`,
        user: username,
        jsonData: { database, sslmode: 'disable' },
        secureJsonData,
      }),
    );
  });

  afterAll(async () => {
    await sources.close();
    await admin(`drop database ${database}`);
  });

  test('rows become columns', async () => {
    expect(
      await ask(sources.dataSources[0], { rawSql: 'select name, stock from products order by stock', format: 'table' }),
    ).toEqual({
      ok: true,
      frames: [
        {
          fields: [
            { name: 'name', type: 'string', values: ['Lamp', 'Mug', null] },
            { name: 'stock', type: 'number', values: [0, 2, 7] },
          ],
        },
      ],
    });
  });

  test.each([
    ['no SQL', {}, undefined],
    ['no rows', { rawSql: 'select stock from products where false' }, [{ fields: [] }]],
  ])('%s answers %s', async (_what, model, frames) => {
    expect(await ask(sources.dataSources[0], { format: 'table', ...model })).toEqual({ ok: true, frames });
  });

  test.each([
    ['insert into products values (null, 1)', 'read-only transaction'],
    ['select nope from products', 'column "nope" does not exist'],
    ['select $__nope(x)', 'unknown macro "__nope"'],
  ])('%s is answered with its error', async (rawSql, message) => {
    const answer = await ask(sources.dataSources[0], { format: 'table', rawSql });
    expect(answer).toEqual({ ok: false, error: expect.stringContaining(message) });
  });

  test('a query is ended after 5 s', async () => {
    const rawSql = "select current_setting('statement_timeout') as timeout";
    expect(await ask(sources.dataSources[0], { format: 'table', rawSql })).toMatchObject({
      frames: [{ fields: [{ values: ['5s'] }] }],
    });
  });
});
