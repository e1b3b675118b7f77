import { createShopDatabase, type ShopDatabase } from '@firedrill/db/test-database';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runShop, type RunningShop } from '../src/run-shop';

export const root = join(__dirname, '../../..');

export interface ShopUnderTest {
  readonly shop: RunningShop;
  readonly database: ShopDatabase;
  stop(): Promise<void>;
}

/** Builds the services and runs them on a database of their own. */
export async function startShop(): Promise<ShopUnderTest> {
  execFileSync(process.execPath, [join(root, 'tools/build.cjs')], { cwd: root });
  const logFolder = mkdtempSync(join(tmpdir(), 'shop-check-'));
  const database = await createShopDatabase();
  const shop = await runShop({ root, databaseUrl: database.url, logFolder });
  return {
    shop,
    database,
    stop: async () => {
      await shop.stop();
      await database.drop();
      rmSync(logFolder, { recursive: true });
    },
  };
}
