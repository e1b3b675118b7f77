import { readForm } from '../html';
import { openProduct } from './browse';
import type { Journey, JourneyTarget } from './journey';
import type { Page, Shopper } from '../shopper';

/** Puts one product into the cart and pays. */
export const buy: Journey = {
  name: 'buy',
  async run(shopper, target) {
    const checkout = await goToCheckout(shopper, target);
    const form = checkout && readForm(checkout.html, '/checkout');
    if (form === undefined) return 'out_of_stock';
    const page = await shopper.submit(form);
    if (page.status === 409) return 'out_of_stock';
    return page.html.includes('data-order-status="payment_failed"') ? 'declined' : 'done';
  },
};

/** Fills the cart, looks at the checkout, and leaves. */
export const giveUp: Journey = {
  name: 'give-up',
  async run(shopper, target) {
    await goToCheckout(shopper, target);
    return 'gave_up';
  },
};

/** The checkout page with one product in the cart; undefined when the product cannot be bought. */
async function goToCheckout(shopper: Shopper, target: JourneyTarget): Promise<Page | undefined> {
  const product = await openProduct(shopper, target);
  const form = product && readForm(product.html, '/cart');
  if (form === undefined) return undefined;
  const cart = await shopper.submit(form, { quantity: String(shopper.random.integer(1, 2)) });
  return cart.status < 400 ? shopper.visit('/checkout') : undefined;
}
