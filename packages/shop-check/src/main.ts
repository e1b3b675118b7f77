import { createShopDatabase } from '@firedrill/db/test-database';
import { startPostgres } from '@firedrill/embedded';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { halfWrittenRows } from './fuzz/half-written-rows';
import { runFuzz, type FuzzOptions } from './fuzz/run-fuzz';
import { freePort, runShop } from './run-shop';

const USAGE = `Usage: npm run fuzz [-- --requests 10000] [--seed 1]
Starts PostgreSQL and the four services in a folder of their own, sends requests made from their descriptions, valid
and broken, and looks for answers of 5xx, services that end or hang, and rows that are half written.
`;

/** Exit codes: 0 nothing found, 1 something found, 2 wrong use. */
async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-fuzz-'));
  // PostgreSQL runs as another user when this is root's.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ dataFolder: folder, port: await freePort(), settings: { fsync: 'off' } });
  const database = await createShopDatabase(postgres.url());
  const shop = await runShop({
    root: resolve(__dirname, '../../..'),
    databaseUrl: database.url,
    logFolder: join(folder, 'logs'),
  });
  try {
    const start = performance.now();
    const { statuses, failures } = await runFuzz(shop, options);
    const found = [...failures, ...(await halfWrittenRows(database.ownerUrl))];
    const seconds = ((performance.now() - start) / 1_000).toFixed(0);
    const counts = Object.entries(statuses)
      .sort()
      .map(([name, count]) => `  ${name}: ${count}\n`);
    process.stdout.write(`${options.requests} requests in ${seconds} s (seed ${options.seed})\n${counts.join('')}`);
    process.stdout.write(
      found.length === 0 ? 'nothing found\n' : `found:\n${found.map((line) => `  ${line}\n`).join('')}`,
    );
    return found.length === 0 ? 0 : 1;
  } finally {
    await shop.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions(): FuzzOptions | undefined {
  try {
    const { values } = parseArgs({
      options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
    });
    const [requests, seed] = [Number(values.requests), Number(values.seed)];
    return Number.isInteger(requests) && requests > 0 && Number.isInteger(seed) ? { requests, seed } : undefined;
  } catch {
    return undefined;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
