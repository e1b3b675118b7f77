import { memoryLogger } from '@firedrill/telemetry';
import { Registry } from 'prom-client';
import { connect, DATABASE_EVENTS, listen, type Database, type Listener } from '../src/index';
import { scratchDatabase } from './scratch-database';
import { until } from './until';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let database: Database;
let listener: Listener | undefined;
let heard: string[];

beforeAll(async () => {
  scratch = await scratchDatabase();
});
afterAll(() => scratch.drop());

beforeEach(() => {
  heard = [];
  database = connect({ url: scratch.url, registry: new Registry(), applicationName: 'test' });
});
afterEach(async () => {
  await listener?.close();
  await database.close();
});

const start = (url = scratch.url): Listener =>
  listen({
    url,
    applicationName: 'listener',
    channel: 'News of the day',
    onConnected: () => heard.push('connected'),
    onMessage: (payload) => heard.push(payload),
    onLost: () => heard.push('lost'),
  });
const notify = (payload: string) => database.knex.raw(`select pg_notify('News of the day', ?)`, [payload]);

test('hears what is sent when its transaction commits, and nothing of one that is rolled back', async () => {
  listener = start();
  await until(() => heard.length > 0);
  const log = memoryLogger('test').typed(DATABASE_EVENTS);
  await database
    .transaction({ name: 'fail', log }, async (trx) => {
      await trx.raw(`select pg_notify('News of the day', 'no')`);
      throw new Error('back');
    })
    .catch(() => undefined);
  await notify('yes');
  await until(() => heard.includes('yes'));
  expect(heard).toEqual(['connected', 'yes']);
});

test('connects again when its connection is lost', async () => {
  listener = start();
  await until(() => heard.length > 0);
  await database.knex.raw(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'`);
  await until(() => heard.length >= 3);
  await notify('again');
  await until(() => heard.includes('again'));
  expect(heard).toEqual(['connected', 'lost', 'connected', 'again']);
});

test('goes on trying while the server is away, until it is closed', async () => {
  listener = start('postgres://shop@127.0.0.1:1/shop');
  await until(() => heard.length >= 2);
  await listener.close();
  const after = heard.length;
  await database.ping();
  expect(heard).toHaveLength(after);
  expect(new Set(heard)).toEqual(new Set(['lost']));
});
