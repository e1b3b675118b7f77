import type { RequestContext } from '@firedrill/service-kit';
import type { Session } from './domain/session';
import type { Shop } from './domain/shop';
import type { EVENTS } from './events';
import type { Visit } from './visit';

type Context = RequestContext<typeof EVENTS>;

/** What the handlers of pages need. */
export interface PageDeps {
  readonly shopFor: (context: Context) => Shop;
  /** Called once for a request. */
  readonly visit: (context: Pick<Context, 'log' | 'request'>) => Visit;
  /** Called whenever a cart changes. */
  readonly renewCheckout: (session: Session) => void;
}
