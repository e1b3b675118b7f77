import { z } from 'zod';
import { ConfigError, defineService, readServiceConfig, serviceUrl } from './index';

const base = { port: 8099, metrics: {}, events: {}, errors: {}, routes: {}, faults: [] } as const;
const DESK = defineService({ ...base, name: 'desk', database: false });
const SHELF = defineService({ ...base, name: 'shelf', database: true });
const DATABASE_URL = 'postgres://shop@127.0.0.1/shop';

test('an empty environment gives the defaults', () => {
  expect(readServiceConfig(DESK, { HOST: '' }, {})).toEqual({
    host: '127.0.0.1',
    port: 8099,
    instance: 'desk',
    logFolder: './logs',
    logLevel: 'info',
    faultsMaxTtlSeconds: 600,
  });
});

test('a service has settings of its own', () => {
  const config = readServiceConfig(
    SHELF,
    { DATABASE_URL, PORT: '9', PAYMENT_URL: 'http://payment:8082', SERVICE_INSTANCE: 'shelf-2', ROWS: '3' },
    {
      paymentUrl: { name: 'PAYMENT_URL', schema: serviceUrl('http://127.0.0.1:8082') },
      rows: { name: 'ROWS', schema: z.coerce.number() },
    },
  );
  const rows: number = config.rows;
  expect(rows).toBe(3);
  expect(config).toMatchObject({
    port: 9,
    paymentUrl: 'http://payment:8082',
    databaseUrl: DATABASE_URL,
    instance: 'shelf-2',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test.each([
  { name: 'a missing database', environment: {}, problem: '  DATABASE_URL: expected a postgres:// URL, got nothing' },
  {
    name: 'another kind of URL',
    environment: { DATABASE_URL: 'mysql://x' },
    problem: '  DATABASE_URL: expected a postgres:// URL, got "mysql://x"',
  },
  {
    name: 'a port that is no number',
    environment: { DATABASE_URL, PORT: '80a' },
    problem: '  PORT: expected a port from 0 to 65535, got "80a"',
  },
  {
    name: 'a short token',
    environment: { DATABASE_URL, FAULTS_TOKEN: 'abc' },
    problem: '  FAULTS_TOKEN: expected at least 16 characters, got "abc"',
  },
  {
    name: 'an instance that is no folder name',
    environment: { DATABASE_URL, SERVICE_INSTANCE: '../x' },
    problem: '  SERVICE_INSTANCE: expected lower-case letters, digits and dashes, got "../x"',
  },
])('$name is named with what was expected and what came', ({ environment, problem }) => {
  expect(() => readServiceConfig(SHELF, environment, {})).toThrow(
    new ConfigError(`shelf cannot start with this environment:\n${problem}`),
  );
});
