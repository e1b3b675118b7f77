import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import { readCart } from '../domain/cart';
import { checkOut } from '../domain/check-out';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import { checkoutPage } from '../pages/checkout-page';
import type { ROUTES } from '../routes';

type CheckoutHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_checkout' | 'check_out'>;

/** The purchase. */
export function checkoutHandlers({ shopFor, visit, renewCheckout }: PageDeps): CheckoutHandlers {
  return {
    show_checkout: async (_input, context) => {
      const { session, show, did, goTo } = visit(context);
      const lines = await readCart(session, shopFor(context));
      if (lines.length === 0) return goTo('/cart');
      did('checkout_started');
      return show('checkout', 'Checkout', checkoutPage(session, lines));
    },
    check_out: async ({ body: { checkoutId, paymentMethod, csrf } }, context) => {
      const { session, checkForm, goTo } = visit(context);
      checkForm({ csrf });
      const purchase = await checkOut(session, checkoutId, paymentMethod, shopFor(context));
      if (session.checkoutId === checkoutId) renewCheckout(session);
      const [first] = purchase.orderIds;
      if (first === undefined) throw fail('out_of_stock');
      return goTo(`/orders/${first}`);
    },
  };
}
