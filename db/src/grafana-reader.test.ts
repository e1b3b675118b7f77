import { knex, type Knex } from 'knex';
import { createShopDatabase, type ShopDatabase } from './test-database';
import { VIEWS } from './views';

let database: ShopDatabase;
let reader: Knex;

beforeAll(async () => {
  database = await createShopDatabase();
  reader = knex({ client: 'pg', connection: database.readerUrl, pool: { min: 0, max: 1 } });
});

afterAll(async () => {
  await reader.destroy();
  await database.drop();
});

test.each([...VIEWS, 'products', 'orders', 'payments'])('it reads %s', async (relation) => {
  await expect(reader(relation).limit(1)).resolves.toBeInstanceOf(Array);
});

test.each(['customers', 'login_attempts', 'stock_movements', 'pg_authid'])('it cannot read %s', async (relation) => {
  await expect(reader(relation).limit(1)).rejects.toMatchObject({ code: '42501' });
});

const WRITES = [
  `INSERT INTO products (name, price) VALUES ('x', 1)`,
  'UPDATE orders SET quantity = 1',
  'DELETE FROM payments',
  'TRUNCATE products CASCADE',
  'CREATE TABLE mine (id integer)',
  'CREATE TEMPORARY TABLE mine (id integer)',
  'CREATE SCHEMA mine',
  `SELECT change_stock(1, 1, 'restock')`,
  `SELECT nextval('orders_id_seq')`,
  'DROP VIEW low_stock_products',
  `COPY products TO PROGRAM 'true'`,
];

test.each(WRITES)('it cannot %s, in a transaction as it begins', async (statement) => {
  await expect(reader.raw(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^(25006|42501)$/) });
});

test.each(WRITES)('it cannot %s, even where it asks for a transaction that may write', async (statement) => {
  const attempt = reader.transaction(async (trx) => {
    await trx.raw('SET TRANSACTION READ WRITE');
    await trx.raw(statement);
  });
  await expect(attempt).rejects.toMatchObject({ code: '42501' });
});

test('its statements end after 5 s', async () => {
  const { rows } = await reader.raw<{ rows: unknown[] }>('SHOW statement_timeout');
  expect(rows).toEqual([{ statement_timeout: '5s' }]);
});

test('a statement that reaches the limit is cancelled', async () => {
  const attempt = reader.transaction(async (trx) => {
    await trx.raw(`SET LOCAL statement_timeout = '50ms'`);
    await trx.raw('SELECT pg_sleep(30)');
  });
  await expect(attempt).rejects.toMatchObject({ code: '57014' });
});
