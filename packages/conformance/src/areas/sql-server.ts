import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@firedrill/embedded';
import { Client, escapeIdentifier, Pool } from 'pg';
import { environment } from '../config';

const READER = 'grafana_ro';

/** A fresh database filled by a script, seen by a role that may only read. */
export interface SqlDatabase {
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Makes the database on the server of FIREDRILL_TEST_DATABASE_URL, or on one of its own. */
export async function openSqlDatabase(setupFile: string): Promise<SqlDatabase> {
  const server = await openServer();
  const name = `conformance_${process.pid}`;
  await execute(server.url, `CREATE DATABASE ${escapeIdentifier(name)}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await execute(url.href, readFileSync(setupFile, 'utf8'));
  await execute(url.href, readerSetup(name));
  url.username = READER;
  url.password = READER;
  const pool = new Pool({ connectionString: url.href, max: 4, options: '-c default_transaction_read_only=on' });
  const close = async (): Promise<void> => {
    await pool.end();
    await execute(server.url, `DROP DATABASE ${escapeIdentifier(name)}`);
    await server.stop();
  };
  return { pool, close };
}

function readerSetup(database: string): string {
  return `
    DO $$ BEGIN CREATE ROLE ${READER} LOGIN PASSWORD '${READER}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    ALTER DATABASE ${escapeIdentifier(database)} SET timezone = 'UTC';
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER};`;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function openServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = environment.FIREDRILL_TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const dataFolder = mkdtempSync(join(tmpdir(), 'firedrill-conformance-'));
  chmodSync(dataFolder, 0o755);
  const postgres = await startPostgres({ dataFolder, port: await freePort(), settings: { fsync: 'off' } });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { url: postgres.url(), stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
