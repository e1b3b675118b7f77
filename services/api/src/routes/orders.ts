import type { Handlers, RequestContext } from '@firedrill/service-kit';
import { json } from '@firedrill/service-kit';
import { cancelOrder } from '../domain/cancel-order';
import type { OrderDeps } from '../domain/order-deps';
import { placeOrder } from '../domain/place-order';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

type OrderHandlers = Pick<
  Handlers<typeof ROUTES, typeof EVENTS>,
  'place_order' | 'list_orders' | 'get_order' | 'cancel_order'
>;

/**
 * Orders. A failed payment is answered 402 with the order that failed: a customer's trouble, no failure of the service,
 * so that the error rate does not count it.
 */
export function orderHandlers(depsFor: (context: RequestContext<typeof EVENTS>) => OrderDeps): OrderHandlers {
  return {
    place_order: async ({ body, headers }, context) => {
      const request = { ...body, customerId: body.customerId, idempotencyKey: headers['idempotency-key'] };
      const { order, failure } = await placeOrder(request, depsFor(context));
      if (order.status !== 'payment_failed') return json(order, 201);
      const message = `the payment failed: ${failure ?? 'see the order'}`;
      return json({ error: { code: 'payment_failed', message, requestId: context.requestId }, order }, 402);
    },
    list_orders: async ({ query }, context) => json(await depsFor(context).orders.list(query)),
    get_order: async ({ params: { id } }, context) => {
      const order = await depsFor(context).orders.find(id);
      if (order === undefined) throw fail('order_not_found');
      return json(order);
    },
    cancel_order: async ({ params: { id } }, context) => json(await cancelOrder(id, depsFor(context))),
  };
}
