import { redirect, type Reply, type RequestContext } from '@firedrill/service-kit';
import type { MetricsOf } from '@firedrill/telemetry';
import { parse, serialize } from 'cookie';
import type { Session, SessionStore } from './domain/session';
import type { EVENTS } from './events';
import { html, type Html } from './html';
import type { Action, METRICS, Page } from './metrics';
import { pageReply, type PageOptions } from './pages/layout';

/** One request of a shopper: the session, and the ways to answer that keep it. */
export interface Visit {
  readonly session: Session;
  /** Answers with a page and counts it. */
  readonly show: (page: Page, title: string, content: Html, options?: PageOptions) => Reply;
  /** Notes what the shopper did. */
  readonly did: (action: Action, productId?: number) => void;
  readonly goTo: (location: string) => Reply;
}

export interface VisitParts {
  readonly sessions: SessionStore;
  readonly metrics: MetricsOf<typeof METRICS>;
  readonly now: () => number;
}

const COOKIE = 'sid';

/** Finds the shopper's session by the cookie or begins one. */
export function openVisit(parts: VisitParts, context: RequestContext<typeof EVENTS>): Visit {
  const { sessions, metrics, now } = parts;
  const { session, isNew, timedOut } = sessions.open(parse(context.request.headers.cookie ?? '')[COOKIE], now());
  if (timedOut) {
    context.log.event('session_timeout', {});
    metrics.session_timeouts_total.inc({});
  }
  const headers = isNew ? { 'set-cookie': sessionCookie(session.id, context.request.secure) } : {};
  return {
    session,
    show: (page, title, content, options = {}) => {
      context.log.event('page_viewed', { page });
      metrics.page_views_total.inc({ page });
      const notice = timedOut ? html`You were away for a while, so your cart is empty again.` : options.notice;
      return pageReply(title, content, { ...options, notice, headers, cartLines: session.cart.size });
    },
    did: (action, productId) => {
      context.log.event('user_interaction', { action, productId });
      metrics.user_interactions_total.inc({ action });
    },
    goTo: (location) => redirect(location, headers),
  };
}

function sessionCookie(id: string, secure: boolean): string {
  return serialize(COOKIE, id, { httpOnly: true, sameSite: 'lax', path: '/', secure });
}
