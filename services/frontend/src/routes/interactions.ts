import { noContent, type Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

/**
 * What a shopper did that no page request shows. Another site cannot send it: its JSON needs a permission (CORS) that
 * the shop gives nobody.
 */
export function interactionHandlers({
  visit,
}: PageDeps): Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'note_interaction'> {
  return {
    note_interaction: ({ body: { action, productId } }, context) => {
      visit(context).did(action, productId);
      return noContent();
    },
  };
}
