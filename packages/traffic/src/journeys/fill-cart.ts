import { readForm } from '../html';
import type { Page, Shopper } from '../shopper';
import { openProduct } from './browse';
import type { Journey, JourneyTarget } from './journey';

/** Puts one product into the cart and takes it out again. */
export const cart: Journey = {
  name: 'cart',
  async run(shopper, target) {
    const page = await fillCart(shopper, target);
    if (page === undefined) return 'out_of_stock';
    const form = readForm(page.html, '/cart/remove');
    if (form !== undefined) await shopper.submit(form);
    return 'gave_up';
  },
};

/** The cart with one product in it; undefined when the product cannot be bought. */
export async function fillCart(shopper: Shopper, target: JourneyTarget): Promise<Page | undefined> {
  const product = await openProduct(shopper, target);
  const form = product && readForm(product.html, '/cart');
  if (form === undefined) return undefined;
  const page = await shopper.submit(form, { quantity: String(shopper.random.integer(1, 2)) });
  return page.status < 400 ? page : undefined;
}
