// Starts one PostgreSQL for a test run (jest's globalSetup) unless FIREDRILL_TEST_DATABASE_URL names a server already.
// jest transpiles the launcher on the way in, so that this works without a build.
const { chmodSync, mkdtempSync, readdirSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { removeDatabase } = require('../packages/embedded/src/postgres/database-folder');
const { startPostgres } = require('../packages/embedded/src/postgres/start-postgres');
const { isRunning } = require('../packages/embedded/src/process-table');

const PREFIX = 'firedrill-test-database-';

const freePort = () =>
  new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** A test run that was killed leaves its server and its folder behind; the folder's name tells whose it was. */
const sweep = async () => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    if (isRunning(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    await removeDatabase(join(tmpdir(), name));
  }
};

const start = async (dataFolder, attempts) => {
  try {
    return await startPostgres({
      dataFolder,
      port: await freePort(),
      settings: { fsync: 'off', full_page_writes: 'off' },
    });
  } catch (error) {
    // Another program can take the port between the look and the start.
    if (error.name !== 'PortTakenError' || attempts <= 1) throw error;
    return start(dataFolder, attempts - 1);
  }
};

module.exports = async () => {
  if (process.env.FIREDRILL_TEST_DATABASE_URL) return;
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o755);
  const postgres = await start(folder, 5);
  process.env.FIREDRILL_TEST_DATABASE_URL = postgres.url();
  globalThis.stopTestDatabase = async () => {
    await postgres.stop();
    await removeDatabase(folder);
  };
};
