import type { Log, MetricsOf } from '@firedrill/telemetry';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';
import type { Customer, CustomerStore } from './customer';
import type { PasswordCheck } from './password-check';

export interface LogInDeps {
  readonly customers: CustomerStore;
  readonly passwords: PasswordCheck;
  readonly log: Log<typeof EVENTS>;
  readonly metrics: MetricsOf<typeof METRICS>;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Where the shopper is. */
  readonly ipAddress: string;
}

const FAILURES_ALLOWED = 100;
const FAILURES_WITHIN_MS = 60_000;

/**
 * The customer with this address and password. Every attempt is recorded. Throws `invalid_credentials`, which says and
 * takes the same for an unknown address and for a wrong password, and `too_many_attempts` after 100 failures from one
 * address in a minute, or while more passwords wait than can be checked.
 */
export async function logIn(credentials: Credentials, deps: LogInDeps): Promise<Customer> {
  const { email, password, ipAddress } = credentials;
  const failures = await deps.customers.countFailures(ipAddress, FAILURES_WITHIN_MS, FAILURES_ALLOWED);
  if (failures >= FAILURES_ALLOWED) return refuse(credentials, undefined, 'too_many_attempts', deps);
  const found = await deps.customers.findByEmail(email);
  const verdict = await deps.passwords.check(password, found?.passwordHash);
  if (verdict === 'busy') return refuse(credentials, found?.id, 'too_many_attempts', deps);
  if (verdict === 'wrong' || found === undefined) return refuse(credentials, found?.id, 'invalid_credentials', deps);
  await deps.customers.recordAttempt({ email, ipAddress, success: true });
  deps.metrics.login_attempts_total.inc({ result: 'success' });
  return { id: found.id, email: found.email, name: found.name };
}

async function refuse(
  { email, ipAddress }: Credentials,
  customerId: number | undefined,
  reason: 'invalid_credentials' | 'too_many_attempts',
  { customers, log, metrics }: LogInDeps,
): Promise<never> {
  await customers.recordAttempt({ email, ipAddress, success: false });
  metrics.login_attempts_total.inc({ result: 'failure' });
  log.event('login_failed', { customerId, ipAddress, reason });
  throw fail(reason);
}
