import { createServiceApp, type HttpClient, type RequestContext, type ServiceParts } from '@firedrill/service-kit';
import type { Express } from 'express';
import { randomBytes } from 'node:crypto';
import { apiShop } from './clients/api-shop';
import { SessionStore } from './domain/session';
import type { EVENTS } from './events';
import { errorPage } from './pages/error-page';
import { pageReply } from './pages/layout';
import { cartHandlers } from './routes/cart';
import { catalogueHandlers } from './routes/catalogue';
import { checkoutHandlers } from './routes/checkout';
import { orderHandlers } from './routes/orders';
import { stylesheetHandlers } from './routes/stylesheet';
import type { FRONTEND } from './service';
import { openVisit, type Visit } from './visit';

const SESSION_TIMEOUT_MS = 20 * 60_000;
const SESSION_LIMIT = 20_000;

/** The application of frontend; `api` calls the api service. */
export function createFrontendApp(parts: ServiceParts<typeof FRONTEND>, api: HttpClient): Express {
  const { metrics, now } = parts;
  const newId = (): string => randomBytes(16).toString('base64url');
  const sessions = new SessionStore({ timeoutMs: SESSION_TIMEOUT_MS, limit: SESSION_LIMIT, newId });
  metrics.sessions_active.collect = () => metrics.sessions_active.set({}, sessions.active(now()));
  const deps = {
    shopFor: (context: RequestContext<typeof EVENTS>) => apiShop(api, context),
    visit: (context: RequestContext<typeof EVENTS>): Visit => openVisit({ sessions, metrics, now }, context),
    renewCheckout: sessions.renewCheckout.bind(sessions),
  };
  const handlers = {
    ...catalogueHandlers(deps),
    ...cartHandlers(deps),
    ...checkoutHandlers(deps),
    ...orderHandlers(deps),
    ...stylesheetHandlers(),
  };
  return createServiceApp(parts, {
    handlers,
    renderError: ({ code, message, status }, { requestId, traceId }) => {
      if (status >= 500) parts.log.with({ reqId: requestId, traceId }).event('frontend_error', { code, status });
      return pageReply('Trouble', errorPage({ message, status, requestId }), { status });
    },
  });
}
