import { text, type Handlers, type Reply } from '@firedrill/service-kit';
import type { EVENTS } from '../events';
import { SCRIPT } from '../pages/script';
import { STYLESHEET } from '../pages/stylesheet';
import type { ROUTES } from '../routes';

/** The stylesheet and the script of every page. */
export function assetHandlers(): Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_stylesheet' | 'show_script'> {
  return {
    show_stylesheet: () => asset(STYLESHEET, 'text/css'),
    show_script: () => asset(SCRIPT, 'text/javascript'),
  };
}

function asset(content: string, type: string): Reply {
  return text(content, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' });
}
