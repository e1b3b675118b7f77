import { connect, migrateDown, migrateUp, type Migration } from '../src/index';
import { Registry } from 'prom-client';
import { scratchDatabase } from './scratch-database';

const MIGRATIONS: readonly Migration[] = [
  migration('0001-shelves', 'create table shelves (id integer primary key)', 'drop table shelves'),
  migration('0002-books', 'create table books (shelf integer references shelves)', 'drop table books'),
];
const BROKEN = migration('0003-broken', 'create table lost (id integer); select 1/0', '');

function migration(name: string, up: string, down: string): Migration {
  return { name, up: async (trx) => await trx.raw(up), down: async (trx) => await trx.raw(down) };
}

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;

beforeEach(async () => {
  scratch = await scratchDatabase();
});
afterEach(() => scratch.drop());

async function tables(): Promise<string[]> {
  const database = connect({ url: scratch.url, registry: new Registry(), applicationName: 'test' });
  const { rows } = await database.knex.raw<{ rows: { tablename: string }[] }>(
    `select tablename from pg_tables where schemaname = 'public' order by 1`,
  );
  await database.close();
  return rows.map(({ tablename }) => tablename);
}

test('four that start at once apply each migration once', async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrateUp(scratch.url, MIGRATIONS)));
  expect(applied.flat().sort()).toEqual(['0001-shelves', '0002-books']);
  expect(await tables()).toEqual(['books', 'schema_migrations', 'shelves']);
});

test('only what is missing is applied, and undone in reverse', async () => {
  await migrateUp(scratch.url, MIGRATIONS.slice(0, 1));
  expect(await migrateUp(scratch.url, MIGRATIONS)).toEqual(['0002-books']);
  expect(await migrateDown(scratch.url, MIGRATIONS, 1)).toEqual(['0002-books']);
  expect(await migrateDown(scratch.url, MIGRATIONS)).toEqual(['0001-shelves']);
  expect(await tables()).toEqual(['schema_migrations']);
});

test('a migration that fails leaves nothing behind, nor do those before it in the same run', async () => {
  await expect(migrateUp(scratch.url, [...MIGRATIONS, BROKEN])).rejects.toThrow('division by zero');
  expect(await tables()).toEqual([]);
});

test.each([
  {
    name: 'nothing listens',
    url: 'postgres://shop@127.0.0.1:1/shop',
    message: 'PostgreSQL at 127.0.0.1:1/shop cannot be used: nothing listens there; is it started?',
  },
])('$name: the error says where and why', async ({ url, message }) => {
  await expect(migrateUp(url, MIGRATIONS)).rejects.toThrow(message);
});

test('a database that is missing: the error says where and why', async () => {
  const url = new URL(scratch.url);
  url.pathname = '/missing';
  await expect(migrateUp(url.href, MIGRATIONS)).rejects.toThrow('/missing cannot be used: it has no such database');
});
