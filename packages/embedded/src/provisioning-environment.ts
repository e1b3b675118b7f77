import type { Addresses } from './addresses';
import { environment } from './config';
import type { DatabaseUrls } from './database';

/** What `$NAME` in the provisioning files stands for: this stack's addresses, beside everything the user has set. */
export function provisioningEnvironment(
  addresses: Addresses,
  { reader }: DatabaseUrls,
): Readonly<Record<string, string | undefined>> {
  const { hostname, port, pathname, username, password } = new URL(reader);
  return {
    ...environment,
    PROMETHEUS_URL: addresses.url('prometheus'),
    LOKI_URL: addresses.url('loki'),
    CONSOLE_URL: addresses.url('console'),
    POSTGRES_HOST: hostname,
    POSTGRES_PORT: port === '' ? '5432' : port,
    POSTGRES_DB: decodeURIComponent(pathname.slice(1)),
    POSTGRES_READER_USER: decodeURIComponent(username),
    POSTGRES_READER_PASSWORD: decodeURIComponent(password),
  };
}
