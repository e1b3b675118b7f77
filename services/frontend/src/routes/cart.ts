import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import { readCart } from '../domain/cart';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import { cartPage } from '../pages/cart-page';
import type { ROUTES } from '../routes';

type CartHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_cart' | 'add_to_cart' | 'remove_from_cart'>;

const MAX_LINES = 10;
const MAX_QUANTITY = 99;

/** The cart, which lives in the session. */
export function cartHandlers({ shopFor, visit, renewCheckout }: PageDeps): CartHandlers {
  return {
    show_cart: async (_input, context) => {
      const { session, show } = visit(context);
      return show('cart', 'Cart', cartPage(session, await readCart(session, shopFor(context))));
    },
    add_to_cart: async ({ body: { productId, quantity, csrf } }, context) => {
      const { session, checkForm, did, goTo } = visit(context);
      checkForm({ csrf });
      if ((await shopFor(context).findProduct(productId)) === undefined) throw fail('product_not_found');
      const inCart = session.cart.get(productId);
      if (inCart === undefined && session.cart.size >= MAX_LINES) throw fail('cart_full');
      session.cart.set(productId, Math.min(MAX_QUANTITY, (inCart ?? 0) + quantity));
      renewCheckout(session);
      did('add_to_cart', productId);
      return goTo('/cart');
    },
    remove_from_cart: ({ body: { productId, csrf } }, context) => {
      const { session, checkForm, did, goTo } = visit(context);
      checkForm({ csrf });
      if (session.cart.delete(productId)) {
        renewCheckout(session);
        did('remove_from_cart', productId);
      }
      return goTo('/cart');
    },
  };
}
