import { memoryLogger } from '@firedrill/telemetry';
import { Registry } from 'prom-client';
import {
  connect,
  DATABASE_EVENTS,
  isCheckViolation,
  isDatabaseUnavailable,
  isUniqueViolation,
  type Database,
} from '../src/index';
import { scratchDatabase } from './scratch-database';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let database: Database;
let registry: Registry;

beforeAll(async () => {
  scratch = await scratchDatabase();
});
afterAll(() => scratch.drop());

beforeEach(async () => {
  registry = new Registry();
  database = connect({ url: scratch.url, registry, applicationName: 'test', poolSize: 2, acquireTimeoutMs: 300 });
  await database.knex.raw(`
    drop table if exists books;
    create table books (id integer primary key, price numeric(12,2) check (price > 0), added timestamptz default now())`);
});
afterEach(() => database.close());

async function series(name: string): Promise<string[]> {
  const text = await registry.getSingleMetricAsString(name);
  return text.split('\n').filter((line) => !line.startsWith('#'));
}

test('values arrive as the types that code uses', async () => {
  await database.knex('books').insert({ id: 1, price: '12.30' });
  const { rows } = await database.knex.raw(
    'select count(*) as count, min(price) as price, min(added) as added from books',
  );
  expect(rows).toEqual([{ count: 1, price: '12.30', added: expect.any(Date) }]);
});

test('queries are timed by operation and table, and the rows they write are counted', async () => {
  await database.knex('books').insert([{ id: 1 }, { id: 2 }]);
  await database.knex('books').update({ price: '1.00' });
  await database.knex('books').where({ id: 1 }).delete();
  expect(await series('db_rows_written_total')).toEqual([
    'db_rows_written_total{operation="insert",table="books"} 2',
    'db_rows_written_total{operation="update",table="books"} 2',
    'db_rows_written_total{operation="delete",table="books"} 1',
  ]);
  expect(await series('db_query_duration_seconds')).toContain(
    'db_query_duration_seconds_count{operation="delete",table="books"} 1',
  );
});

test('the pool is shown as it is at the scrape', async () => {
  const release = await hold(database);
  expect(await series('db_pool_connections')).toEqual([
    'db_pool_connections{state="used"} 1',
    'db_pool_connections{state="idle"} 0',
    'db_pool_connections{state="waiting"} 0',
  ]);
  await release();
  expect(await series('db_pool_connections')).toContain('db_pool_connections{state="used"} 0');
});

describe('a transaction', () => {
  const logged = memoryLogger('api');
  const log = logged.typed(DATABASE_EVENTS);

  test('commits and says so', async () => {
    const result = await database.transaction({ name: 'add_book', log }, async (trx) => {
      await trx('books').insert({ id: 1 });
      return 'added';
    });
    expect(result).toBe('added');
    expect(logged.lines().at(-1)).toMatchObject({ event: 'transaction_committed', transaction: 'add_book' });
  });

  test('rolls back when the work throws, and says why', async () => {
    const work = database.transaction({ name: 'add_book', log }, async (trx) => {
      await trx('books').insert({ id: 1 });
      throw new Error('no shelf');
    });
    await expect(work).rejects.toThrow('no shelf');
    expect(logged.lines().at(-1)).toMatchObject({ event: 'transaction_rolled_back', reason: 'no shelf' });
    expect(await database.knex('books').select()).toEqual([]);
  });
});

describe('errors', () => {
  test('tell a unique violation from a check violation', async () => {
    await database.knex('books').insert({ id: 1 });
    const unique: unknown = await database
      .knex('books')
      .insert({ id: 1 })
      .catch((error: unknown) => error);
    const check: unknown = await database
      .knex('books')
      .insert({ id: 2, price: -1 })
      .catch((error: unknown) => error);
    expect([
      isUniqueViolation(unique),
      isUniqueViolation(unique, 'books_pkey'),
      isUniqueViolation(unique, 'other'),
    ]).toEqual([true, true, false]);
    expect([isCheckViolation(check), isCheckViolation(check, 'books_price_check'), isUniqueViolation(check)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isDatabaseUnavailable(unique)).toBe(false);
  });

  test('a server that does not answer is named', async () => {
    const url = 'postgres://shop:secret@127.0.0.1:1/shop';
    const unreachable = connect({ url, registry: new Registry(), applicationName: 'test' });
    await expect(unreachable.ping()).rejects.toThrow(
      'PostgreSQL at 127.0.0.1:1/shop cannot be used: nothing listens there; is it started?',
    );
    await unreachable.close();
  });

  test('a pool without a free connection counts as unavailable', async () => {
    const releases = await Promise.all([hold(database), hold(database)]);
    const error: unknown = await database.ping().catch((caught: unknown) => caught);
    expect(isDatabaseUnavailable(error)).toBe(true);
    await Promise.all(releases.map((release) => release()));
  });
});

describe('faults', () => {
  test('a delay makes every query slower, and the metric shows it', async () => {
    database.setQueryDelay(120);
    await database.knex('books').select();
    const buckets = await series('db_query_duration_seconds');
    expect(buckets).toContain('db_query_duration_seconds_bucket{le="0.1",operation="select",table="books"} 0');
    database.setQueryDelay(0);
  });

  test('leaked connections are missing until they are given back', async () => {
    const giveBack = database.leakConnections(100);
    await expect(database.ping()).rejects.toThrow(/cannot be used/);
    giveBack();
    await database.ping();
  });
});

/** Takes a connection out of the pool; resolves when it has one. */
async function hold({ knex }: Database): Promise<() => Promise<unknown>> {
  const trx = await knex.transaction();
  return () => trx.rollback();
}
