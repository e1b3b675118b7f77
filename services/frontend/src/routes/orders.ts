import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import { orderPage } from '../pages/order-page';
import type { ROUTES } from '../routes';

type OrderHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_order'>;

const PENDING_REFRESH_SECONDS = 3;

/** Orders as shoppers see them. */
export function orderHandlers({ shopFor, visit }: PageDeps): OrderHandlers {
  return {
    show_order: async ({ params: { id } }, context) => {
      const shop = shopFor(context);
      const order = await shop.findOrder(id);
      if (order === undefined) throw fail('order_not_found');
      const product = await shop.findProduct(order.productId);
      const { session, show } = visit(context);
      const purchase = session.lastPurchase?.orderIds.includes(id) === true ? session.lastPurchase : undefined;
      return show('order', `Order ${id}`, orderPage(order, product, purchase), {
        refreshSeconds: order.status === 'pending' ? PENDING_REFRESH_SECONDS : undefined,
      });
    },
  };
}
