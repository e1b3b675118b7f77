import { createDatabase, dropDatabase } from '@firedrill/database';
import { randomBytes } from 'node:crypto';
import { testServerUrl } from './config';
import { migrate } from './migrate';
import { seed } from './seed';

/** A database of its own for a test file, with an address for each role. */
export interface ShopDatabase {
  /** The address of role `shop`. */
  readonly url: string;
  readonly ownerUrl: string;
  readonly readerUrl: string;
  drop(): Promise<void>;
}

/** Makes a migrated database with the demo's products on the test server (FIREDRILL_TEST_DATABASE_URL). */
export async function createShopDatabase(adminUrl: string = testServerUrl()): Promise<ShopDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const ownerUrl = await createDatabase(adminUrl, name);
  await migrate(ownerUrl);
  await seed(ownerUrl);
  return {
    url: as('shop', ownerUrl),
    ownerUrl,
    readerUrl: as('grafana_reader', ownerUrl),
    drop: () => dropDatabase(adminUrl, name),
  };
}

function as(role: string, ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = role;
  return url.href;
}
