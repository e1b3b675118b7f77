import type { RolePasswords } from './roles';

/** The superuser URL of the server on which tests make their databases; set by the test run or by hand. */
export function testServerUrl(): string {
  const url = process.env.FIREDRILL_TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error('FIREDRILL_TEST_DATABASE_URL is not set: run the tests with jest from the root');
  return url;
}

export interface SetupConfig {
  readonly ownerUrl: string;
  readonly passwords: RolePasswords;
}

/** The settings of `node db/dist/main.js`. Throws when the owner's URL is missing. */
export function readSetupConfig(environment: NodeJS.ProcessEnv = process.env): SetupConfig {
  const { OWNER_DATABASE_URL, SHOP_PASSWORD, READER_PASSWORD } = environment;
  if (OWNER_DATABASE_URL === undefined || !/^postgres(ql)?:\/\//.test(OWNER_DATABASE_URL)) {
    throw new Error(
      `OWNER_DATABASE_URL: expected a postgres:// URL, got ${OWNER_DATABASE_URL === undefined ? 'nothing' : 'other text'}`,
    );
  }
  return {
    ownerUrl: OWNER_DATABASE_URL,
    passwords: {
      ...(SHOP_PASSWORD !== undefined && SHOP_PASSWORD !== '' && { shopPassword: SHOP_PASSWORD }),
      ...(READER_PASSWORD !== undefined && READER_PASSWORD !== '' && { readerPassword: READER_PASSWORD }),
    },
  };
}
