import type { RequestContext } from '@firedrill/service-kit';
import type { Session } from './domain/session';
import type { Shop } from './domain/shop';
import type { EVENTS } from './events';
import type { Visit } from './visit';

/** What the handlers of pages need. */
export interface PageDeps {
  readonly shopFor: (context: RequestContext<typeof EVENTS>) => Shop;
  readonly visit: (context: RequestContext<typeof EVENTS>) => Visit;
  /** Called whenever a cart changes. */
  readonly renewCheckout: (session: Session) => void;
}
