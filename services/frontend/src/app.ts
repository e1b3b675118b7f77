import { createServiceApp, type HttpClient, type ServiceParts } from '@firedrill/service-kit';
import type { Express, Request } from 'express';
import { randomBytes } from 'node:crypto';
import { apiReady } from './clients/api-ready';
import { apiShop } from './clients/api-shop';
import type { PageDeps } from './deps';
import { SessionStore } from './domain/session';
import { accountHandlers } from './routes/account';
import { assetHandlers } from './routes/assets';
import { cartHandlers } from './routes/cart';
import { catalogueHandlers } from './routes/catalogue';
import { checkoutHandlers } from './routes/checkout';
import { interactionHandlers } from './routes/interactions';
import { orderHandlers } from './routes/orders';
import type { FRONTEND } from './service';
import { openVisit, type Visit } from './visit';

const SESSION_TIMEOUT_MS = 20 * 60_000;
const SESSION_LIMIT = 20_000;

/** What people do not open: its errors stay JSON. */
const FOR_PROGRAMS = /^\/(?:faults|interactions)(?:\/|$)/;

/** The application of frontend; `api` calls the api service. */
export function createFrontendApp(parts: ServiceParts<typeof FRONTEND>, api: HttpClient): Express {
  const { metrics, now, faults } = parts;
  const newId = (): string => randomBytes(16).toString('base64url');
  const sessions = new SessionStore({ limit: SESSION_LIMIT, newId });
  const sessionTimeoutMs = (): number => (faults.active('session_expiry') === undefined ? SESSION_TIMEOUT_MS : -1);
  metrics.sessions_active.collect = () => metrics.sessions_active.set({}, sessions.active(now(), sessionTimeoutMs()));
  const visits = new WeakMap<Request, Visit>();
  const visit: PageDeps['visit'] = (context) => {
    const opened = openVisit({ sessions, metrics, now, sessionTimeoutMs }, context);
    visits.set(context.request, opened);
    return opened;
  };
  const deps: PageDeps = {
    shopFor: (context) => apiShop(api, context),
    visit,
    renewCheckout: sessions.renewCheckout.bind(sessions),
  };
  const handlers = {
    ...catalogueHandlers(deps),
    ...cartHandlers(deps),
    ...checkoutHandlers(deps),
    ...orderHandlers(deps),
    ...accountHandlers(deps),
    ...interactionHandlers(deps),
    ...assetHandlers(),
  };
  return createServiceApp(parts, {
    handlers,
    ready: { api: () => apiReady(api) },
    renderError: (error, { requestId, traceId, request }) => {
      if (FOR_PROGRAMS.test(request.path)) return undefined;
      const { code, status } = error;
      const log = parts.log.with({ reqId: requestId, traceId });
      if (status >= 500) log.event('frontend_error', { code, status });
      return (visits.get(request) ?? visit({ log, request })).showError(error, requestId);
    },
  });
}
