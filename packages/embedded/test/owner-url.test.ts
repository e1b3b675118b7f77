import { createDatabase } from '@firedrill/database';
import { join } from 'node:path';
import { Client } from 'pg';
import { NothingRunningError } from '../src/control/control-client';
import { ownerUrl } from '../src/postgres/owner-url';
import { startPostgres } from '../src/postgres/start-postgres';
import { freePort } from './free-port';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();

test('another process reaches the shop as its owner', async () => {
  const dataFolder = join(folder, 'data');
  const postgres = await startPostgres({ dataFolder, port: await freePort() });
  await createDatabase(postgres.url(), 'shop');
  const client = new Client({ connectionString: ownerUrl(dataFolder, postgres.port) });
  await client.connect();
  const { rows } = await client.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  await client.end();
  await postgres.stop();
  expect(rows).toEqual([{ rolsuper: true }]);
});

test('a folder without a database is named', () => {
  const missing = join(folder, 'missing');
  expect(() => ownerUrl(missing, 5432)).toThrow(NothingRunningError);
  expect(() => ownerUrl(missing, 5432)).toThrow(`${missing} holds no database`);
});
