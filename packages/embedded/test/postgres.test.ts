import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { outsideFolder } from '../src/postgres/database-folder';
import { startPostgres } from '../src/postgres/start-postgres';
import { isRunning } from '../src/process-table';
import { removeDataFolder } from '../src/data-folder';
import { PortTakenError } from '../src/start-errors';
import { freePort, occupy } from './free-port';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('starts, answers, keeps its rows over a stop and leaves no process', async () => {
  const options = { dataFolder: join(folder, 'life'), port: await freePort() };
  const first = await startPostgres(options);
  await query(first.url(), 'create table kept as select 42 as answer');
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  await expect(first.ended).resolves.toBe('exit code 0');
  const second = await startPostgres(options);
  expect(await query(second.url(), 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('listens on 127.0.0.1 only, asks for the password and knows UTF-8', async () => {
  const postgres = await startPostgres({ dataFolder: join(folder, 'settings'), port: await freePort() });
  expect(await query(postgres.url(), `select current_setting('listen_addresses') as at, upper('é') as upper`)).toEqual([
    { at: '127.0.0.1', upper: 'É' },
  ]);
  const wrong = postgres.url().replace(/:[^:@]+@/, ':wrong@');
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  await postgres.stop();
});

test('a server that an earlier supervisor left behind is stopped, not doubled', async () => {
  const dataFolder = join(folder, 'orphan');
  const orphan = await startPostgres({ dataFolder, port: await freePort() });
  const next = await startPostgres({ dataFolder, port: orphan.port });
  expect(isRunning(orphan.pid)).toBe(false);
  expect(await query(next.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
});

test('a server killed with SIGKILL recovers at the next start', async () => {
  const options = { dataFolder: join(folder, 'killed'), port: await freePort() };
  const first = await startPostgres(options);
  await query(first.url(), 'create table kept as select 1 as n');
  process.kill(first.pid, 'SIGKILL');
  await expect(first.ended).resolves.toBe('ended by SIGKILL');
  const second = await startPostgres(options);
  expect(await query(second.url(), 'select n from kept')).toEqual([{ n: 1 }]);
  await second.stop();
});

test('a taken port is named together with what to do', async () => {
  const occupant = await occupy(0);
  const { port } = occupant.address() as AddressInfo;
  const start = startPostgres({ dataFolder: join(folder, 'port'), port });
  await expect(start).rejects.toThrow(PortTakenError);
  await expect(start).rejects.toThrow(`Port ${port} (PostgreSQL) is taken`);
  await expect(start).rejects.toThrow('--port-offset N');
  occupant.close();
});

test('a database of another major version is refused with a sentence', async () => {
  const dataFolder = join(folder, 'old');
  mkdirSync(join(dataFolder, 'postgres'), { recursive: true });
  writeFileSync(join(dataFolder, 'postgres', 'PG_VERSION'), '14\n');
  await expect(startPostgres({ dataFolder, port: await freePort() })).rejects.toThrow(
    'was written by PostgreSQL 14, this version runs PostgreSQL 15',
  );
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot('as root, a data folder that nobody else can enter still gets its database', async () => {
  const home = join(folder, 'home');
  mkdirSync(home);
  chmodSync(home, 0o700);
  const dataFolder = join(home, 'data');
  const postgres = await startPostgres({ dataFolder, port: await freePort() });
  expect(await query(postgres.url(), 'show data_directory')).toEqual([
    { data_directory: join(outsideFolder(dataFolder), 'postgres') },
  ]);
  await postgres.stop();
  writeFileSync(join(dataFolder, 'version'), '1\n');
  await removeDataFolder(dataFolder);
});
