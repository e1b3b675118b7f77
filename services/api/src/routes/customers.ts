import { hashPassword } from '@firedrill/db';
import { json, type Handlers, type RequestContext } from '@firedrill/service-kit';
import { isIP } from 'node:net';
import { logIn, type LogInDeps } from '../domain/log-in';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

type CustomerHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'register_customer' | 'log_in'>;

/** Accounts. A session is the frontend's: api only says whose password it is. */
export function customerHandlers(depsFor: (context: RequestContext<typeof EVENTS>) => LogInDeps): CustomerHandlers {
  return {
    register_customer: async ({ body: { email, name, password } }, context) => {
      const { customers, log } = depsFor(context);
      const customer = await customers.add({ email, name, passwordHash: await hashPassword(password) });
      if (customer === undefined) throw fail('email_taken');
      log.event('customer_registered', { customerId: customer.id });
      return json({ customer }, 201);
    },
    log_in: async ({ body: { email, password } }, context) => {
      return json({ customer: await logIn({ email, password, ipAddress: addressOf(context) }, depsFor(context)) });
    },
  };
}

/** What a client forwards is text; one that is no address gives way to the connection's. */
function addressOf({ clientAddress, request }: RequestContext<typeof EVENTS>): string {
  return isIP(clientAddress) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : clientAddress;
}
