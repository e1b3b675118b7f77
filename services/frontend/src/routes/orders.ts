import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import type { Session } from '../domain/session';
import { FINAL_STATUSES, type Order, type Product, type Shop } from '../domain/shop';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import { html, type Html } from '../html';
import { formToken } from '../pages/form-token';
import { orderPage } from '../pages/order-page';
import { ordersPage } from '../pages/orders-page';
import { trackingPage } from '../pages/tracking-page';
import type { ROUTES } from '../routes';

type OrderHandlers = Pick<
  Handlers<typeof ROUTES, typeof EVENTS>,
  'show_orders' | 'show_order' | 'cancel_order' | 'track_order'
>;

const PENDING_REFRESH_SECONDS = 3;
const TRACKING_REFRESH_SECONDS = 2;

/** Orders as shoppers see them: whoever has an order's number may look at it, only who made it may cancel it. */
export function orderHandlers({ shopFor, visit }: PageDeps): OrderHandlers {
  return {
    show_orders: async ({ query: { page } }, context) => {
      const { session, show, goTo } = visit(context);
      if (session.customer === undefined) return goTo('/login?next=%2Forders');
      return show('orders', 'Your orders', ordersPage(await shopFor(context).listOrders(session.customer.id, page)));
    },
    show_order: async ({ params: { id } }, context) => {
      const { session, show } = visit(context);
      const { order, product } = await readOrder(shopFor(context), id);
      const purchase = session.lastPurchase?.orderIds.includes(id) === true ? session.lastPurchase : undefined;
      const cancelForm = mayCancel(session, order) ? cancellation(session, order) : undefined;
      return show('order', `Order ${id}`, orderPage(order, { product, purchase, cancelForm }), {
        refreshSeconds: order.status === 'pending' ? PENDING_REFRESH_SECONDS : undefined,
      });
    },
    cancel_order: async ({ params: { id }, body }, context) => {
      const { session, checkForm, goTo } = visit(context);
      checkForm(body);
      const shop = shopFor(context);
      const order = await shop.findOrder(id);
      if (order === undefined || !isOwn(session, order)) throw fail('order_not_found');
      if (!(await shop.cancelOrder(id))) throw fail('order_not_cancellable');
      return goTo(`/orders/${id}`);
    },
    track_order: async ({ params: { id } }, context) => {
      const { show } = visit(context);
      const { order, product } = await readOrder(shopFor(context), id);
      return show('tracking', `Tracking order ${id}`, trackingPage(order, product), {
        refreshSeconds: FINAL_STATUSES.has(order.status) ? undefined : TRACKING_REFRESH_SECONDS,
      });
    },
  };
}

async function readOrder(shop: Shop, id: number): Promise<{ order: Order; product: Product | undefined }> {
  const order = await shop.findOrder(id);
  if (order === undefined) throw fail('order_not_found');
  return { order, product: await shop.findProduct(order.productId) };
}

function mayCancel(session: Session, order: Order): boolean {
  return order.status === 'paid' && isOwn(session, order);
}

function isOwn({ customer, orders }: Session, { id, customerId }: Order): boolean {
  return orders.has(id) || (customer !== undefined && customer.id === customerId);
}

function cancellation(session: Session, { id }: Order): Html {
  return html`<form method="post" action="/orders/${id}/cancel">
    ${formToken(session)}<button class="quiet">Cancel this order</button>
  </form>`;
}
