import { text, type Handlers } from '@firedrill/service-kit';
import type { EVENTS } from '../events';
import { STYLESHEET } from '../pages/stylesheet';
import type { ROUTES } from '../routes';

/** The stylesheet of every page. */
export function stylesheetHandlers(): Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_stylesheet'> {
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' };
  return { show_stylesheet: () => text(STYLESHEET, 200, headers) };
}
