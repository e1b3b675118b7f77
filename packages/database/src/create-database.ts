import { Client, escapeIdentifier } from 'pg';

/** Creates a database, as a copy of a template if one is named, and returns its URL. */
export async function createDatabase(
  adminUrl: string,
  name: string,
  { template }: { template?: string } = {},
): Promise<string> {
  const source = template === undefined ? '' : ` template ${escapeIdentifier(template)}`;
  await run(adminUrl, `create database ${escapeIdentifier(name)}${source}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database and the connections to it; no error when there is none. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await run(adminUrl, `drop database if exists ${escapeIdentifier(name)} with (force)`);
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
