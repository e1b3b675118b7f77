import { createDatabase, dropDatabase } from '@firedrill/database';
import { randomBytes } from 'node:crypto';
import { describeSchema } from '../test/describe-schema';
import { testServerUrl } from './config';
import { migrate, unmigrate } from './migrate';
import { MIGRATIONS } from './migrations';
import { asOwner } from './owner';
import { seed } from './seed';
import { createShopDatabase } from './test-database';
import { VIEWS } from './views';

const names = MIGRATIONS.map(({ name }) => name);
const made: string[] = [];

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  made.push(name);
  return createDatabase(testServerUrl(), name);
}

afterAll(async () => {
  for (const name of made) await dropDatabase(testServerUrl(), name);
});

test('up, down and up again leaves the same schema, and down leaves nothing', async () => {
  const url = await emptyDatabase();
  expect(await migrate(url)).toEqual(names);
  const first = await asOwner(url, describeSchema);
  for (const view of VIEWS) expect(first.join('\n')).toContain(`view: ${view} `);
  expect(await unmigrate(url)).toEqual([...names].reverse());
  expect(await asOwner(url, describeSchema)).toEqual(['temporary: true']);
  expect(await migrate(url)).toEqual(names);
  expect(await asOwner(url, describeSchema)).toEqual(first);
});

test('migrations and seeds run once when four processes start together', async () => {
  const url = await emptyDatabase();
  const start = async (): Promise<readonly string[]> => {
    const applied = await migrate(url);
    await seed(url);
    return applied;
  };
  const applied = await Promise.all([start(), start(), start(), start()]);
  expect(applied.flat()).toEqual(names);
  const [products, initial] = await asOwner(url, async (owner) => [
    await owner('products').select('stock_level'),
    await owner('stock_movements').select('delta'),
  ]);
  expect(products).toHaveLength(12);
  expect(initial.map(({ delta }) => delta)).toEqual(products.map(({ stock_level }) => stock_level));
});

test('databases of one server may be migrated at the same time, though they share the roles', async () => {
  const databases = await Promise.all([1, 2, 3, 4].map(() => createShopDatabase()));
  await Promise.all(databases.map((database) => database.drop()));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(4);
});

test('a server that does not answer is named without the password', async () => {
  await expect(migrate('postgresql://owner:secret@127.0.0.1:1/shop')).rejects.toThrow(
    'PostgreSQL at 127.0.0.1:1/shop cannot be used: nothing listens there; is it started?',
  );
});
