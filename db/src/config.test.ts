import { readSetupConfig } from './config';

test('passwords that are not set are left to their defaults', () => {
  expect(
    readSetupConfig({ OWNER_DATABASE_URL: 'postgresql://o@h/shop', SHOP_PASSWORD: '', READER_PASSWORD: 'r' }),
  ).toEqual({
    ownerUrl: 'postgresql://o@h/shop',
    passwords: { readerPassword: 'r' },
  });
});

test.each([
  ['nothing', {}],
  ['other text', { OWNER_DATABASE_URL: 'shop' }],
])('an owner URL that is %s is refused without being repeated', (got, environment) => {
  expect(() => readSetupConfig(environment)).toThrow(`OWNER_DATABASE_URL: expected a postgres:// URL, got ${got}`);
});
