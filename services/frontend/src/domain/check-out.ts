import { fail } from '../errors';
import { readCart } from './cart';
import type { OrderTerms, Purchase, Session } from './session';
import type { PaymentMethod, Shop } from './shop';

/**
 * Orders every line of a cart. What was ordered leaves the cart, also when its payment failed; what is out of stock
 * stays. A form that is sent again, later or at the same time, gets the same purchase; after a failure it has the same
 * keys and terms, so nothing is ordered twice.
 */
export async function checkOut(
  session: Session,
  checkoutId: string,
  paymentMethod: PaymentMethod,
  shop: Shop,
): Promise<Purchase> {
  if (session.lastPurchase?.checkoutId === checkoutId) return session.lastPurchase;
  if (session.running?.checkoutId === checkoutId) return session.running.purchase;
  if (session.cart.size === 0) throw fail('cart_empty');
  if (session.checkoutId !== checkoutId) throw fail('checkout_outdated');
  const running = {
    checkoutId,
    purchase: orderLines(session, checkoutId, { paymentMethod, customerId: session.customer?.id }, shop),
  };
  session.running = running;
  try {
    session.lastPurchase = await running.purchase;
    return session.lastPurchase;
  } finally {
    if (session.running === running) session.running = undefined;
  }
}

async function orderLines(session: Session, checkoutId: string, terms: OrderTerms, shop: Shop): Promise<Purchase> {
  const refused: string[] = [];
  for (const { product, quantity } of await readCart(session, shop)) {
    const key = `${checkoutId}-${product.id}`;
    const agreed = session.asked.get(product.id) ?? terms;
    session.asked.set(product.id, agreed);
    const result = await shop.placeOrder({ key, productId: product.id, quantity, ...agreed });
    if (result.outcome === 'out_of_stock') refused.push(product.name);
    else {
      session.ordered = [...session.ordered, result.order.id];
      session.orders.add(result.order.id);
      session.cart.delete(product.id);
    }
  }
  return { checkoutId, orderIds: session.ordered, refused };
}
