import { createDatabase } from '@firedrill/database';
import { migrate, seed } from '@firedrill/db';
import { Client } from 'pg';
import type { Addresses } from './addresses';
import { startPostgres, type RunningPostgres } from './postgres/start-postgres';
import { supervise, type ProcessStatus, type Supervised } from './processes/supervise';
import { PostgresError } from './start-errors';

/** The addresses of the shop's database for the roles that use it while the stack runs. */
export interface DatabaseUrls {
  readonly shop: string;
  readonly reader: string;
}

export interface DatabaseOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly onChange: (status: ProcessStatus) => void;
}

/** The embedded server as a supervised process; `adminUrl` is known once it has started. */
export interface DatabaseProcess {
  readonly process: Supervised;
  adminUrl(): string;
}

/** Throws PostgresError when the address cannot be read. The roles have their names as passwords, as in docker-compose.yml. */
export function databaseUrls(addresses: Addresses, databaseUrl: string | undefined): DatabaseUrls {
  const base = databaseUrl ?? `postgresql://127.0.0.1:${addresses.port('postgres')}/shop`;
  if (!/^postgres(ql)?:\/\/[^/]+\/./.test(base) || !URL.canParse(base)) {
    // The value itself may hold a password.
    throw new PostgresError(
      'DATABASE_URL: expected postgresql://user:password@host:port/database, got something else.',
    );
  }
  return { shop: asRole(base, 'shop'), reader: asRole(base, 'grafana_reader') };
}

export function superviseDatabase({ dataFolder, port, onChange }: DatabaseOptions): DatabaseProcess {
  let server: RunningPostgres | undefined;
  const launch = async (): Promise<RunningPostgres> => (server = await startPostgres({ dataFolder, port }));
  return {
    process: supervise({ name: 'postgres', launch, onChange }),
    adminUrl() {
      if (server === undefined) throw new PostgresError('PostgreSQL has not been started.');
      return server.url();
    },
  };
}

/** The owner's address of the shop's database on the embedded server; makes the database at the first start. */
export async function shopDatabase(adminUrl: string): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const { rowCount } = await client.query(`select from pg_database where datname = 'shop'`).finally(() => client.end());
  if (rowCount === 0) return createDatabase(adminUrl, 'shop');
  const url = new URL(adminUrl);
  url.pathname = '/shop';
  return url.href;
}

/** Brings roles, schema and seed up to date. The user of `ownerUrl` may create roles. */
export async function prepareShop(ownerUrl: string): Promise<void> {
  try {
    await migrate(ownerUrl);
    await seed(ownerUrl);
  } catch (error) {
    const { host, pathname } = new URL(ownerUrl);
    // A host name with two addresses fails with an error for each and no message of its own.
    const { message, code } = error as NodeJS.ErrnoException;
    throw new PostgresError(`The database ${host}${pathname} cannot be prepared: ${message === '' ? code : message}`);
  }
}

function asRole(base: string, role: string): string {
  const url = new URL(base);
  url.username = role;
  url.password = role;
  return url.href;
}
