import { redirect, type Reply, type RequestContext, type ServiceError } from '@firedrill/service-kit';
import type { MetricsOf } from '@firedrill/telemetry';
import { parse, serialize } from 'cookie';
import type { Session, SessionStore } from './domain/session';
import type { Customer } from './domain/shop';
import { fail } from './errors';
import type { EVENTS } from './events';
import { html, type Html } from './html';
import type { Action, METRICS, Page } from './metrics';
import { errorPage } from './pages/error-page';
import { pageReply, type PageOptions } from './pages/layout';

/** One request of a shopper: the session, and the ways to answer that keep it. */
export interface Visit {
  readonly session: Session;
  /** Throws `form_rejected` or `session_expired` unless the form is from a page that was made for this session. */
  readonly checkForm: (form: { readonly csrf: string }) => void;
  /** Answers with a page and counts it. */
  readonly show: (page: Page, title: string, content: Html, options?: PageOptions) => Reply;
  readonly showError: (error: ServiceError, requestId: string) => Reply;
  /** Notes what the shopper did. */
  readonly did: (action: Action, productId?: number) => void;
  readonly goTo: (location: string) => Reply;
  /** Lets a customer in, or out when undefined. */
  readonly identify: (customer: Customer | undefined) => void;
}

export interface VisitParts {
  readonly sessions: SessionStore;
  readonly metrics: MetricsOf<typeof METRICS>;
  readonly now: () => number;
  readonly sessionTimeoutMs: () => number;
}

const COOKIE = 'sid';

/** Finds the shopper's session by the cookie or begins one. */
export function openVisit(
  { sessions, metrics, now, sessionTimeoutMs }: VisitParts,
  { log, request }: Pick<RequestContext<typeof EVENTS>, 'log' | 'request'>,
): Visit {
  const cookie = parse(request.headers.cookie ?? '')[COOKIE];
  const { session, timedOut } = sessions.open(cookie, now(), sessionTimeoutMs());
  if (timedOut) {
    log.event('session_timeout', {});
    metrics.session_timeouts_total.inc({});
  }
  const headers = (): Readonly<Record<string, string>> =>
    session.id === cookie ? {} : { 'set-cookie': sessionCookie(session.id, request.secure) };
  const answer = (title: string, content: Html, options: PageOptions): Reply =>
    pageReply(title, content, { ...options, headers: headers(), session });
  return {
    session,
    checkForm: ({ csrf }) => {
      if (csrf !== session.formToken) throw fail(timedOut ? 'session_expired' : 'form_rejected');
    },
    show: (page, title, content, options = {}) => {
      log.event('page_viewed', { page });
      metrics.page_views_total.inc({ page });
      const away = html`You were away for a while, so your cart is empty again.`;
      return answer(title, content, timedOut ? { ...options, notice: away } : options);
    },
    showError: ({ message, status }, requestId) =>
      answer('Trouble', errorPage({ message, status, requestId }), { status }),
    did: (action, productId) => {
      log.event('user_interaction', { action, productId });
      metrics.user_interactions_total.inc({ action });
    },
    goTo: (location) => redirect(location, headers()),
    identify: (customer) => sessions.identify(session, customer, now()),
  };
}

function sessionCookie(id: string, secure: boolean): string {
  return serialize(COOKIE, id, { httpOnly: true, sameSite: 'lax', path: '/', secure });
}
