import { readForm } from '../html';
import type { Page, Shopper } from '../shopper';
import { fillCart } from './fill-cart';
import type { Journey, JourneyOutcome, JourneyTarget } from './journey';

/** Puts one product into the cart and pays. */
export const checkOut: Journey = {
  name: 'checkout',
  run: async (shopper, target) => (await buy(shopper, target)).outcome,
};

/** Fills the cart, looks at the checkout, and leaves; the shop hears of it as it does from a browser. */
export const giveUp: Journey = {
  name: 'give-up',
  async run(shopper, target) {
    const checkout = await goToCheckout(shopper, target);
    if (checkout === undefined) return 'out_of_stock';
    await shopper.note('checkout_abandoned');
    return 'gave_up';
  },
};

/** Buys, and looks again and again where the order is. */
export const track: Journey = {
  name: 'track',
  async run(shopper, target) {
    const { outcome, page } = await buy(shopper, target);
    const id = /^\/orders\/(\d+)$/.exec(page?.path ?? '')?.[1];
    if (outcome !== 'done' || id === undefined) return outcome;
    for (let look = 0; look < LOOKS; look += 1) {
      const { html } = await shopper.visit(`/track/${id}`);
      if (html.includes('data-order-status="delivered"')) break;
      await shopper.pause(PAUSE_MS);
    }
    return 'done';
  },
};

const LOOKS = 5;
const PAUSE_MS = 3_000;

/** One purchase and the page it ended on. */
export async function buy(
  shopper: Shopper,
  target: JourneyTarget,
): Promise<{ readonly outcome: JourneyOutcome; readonly page?: Page }> {
  const checkout = await goToCheckout(shopper, target);
  const form = checkout && readForm(checkout.html, '/checkout');
  if (form === undefined) return { outcome: 'out_of_stock' };
  const page = await shopper.submit(form);
  if (page.status === 409) return { outcome: 'out_of_stock' };
  if (page.status >= 400) return { outcome: 'refused' };
  return { outcome: page.html.includes('data-order-status="payment_failed"') ? 'declined' : 'done', page };
}

/** The checkout page with one product in the cart; undefined when the product cannot be bought. */
async function goToCheckout(shopper: Shopper, target: JourneyTarget): Promise<Page | undefined> {
  const cart = await fillCart(shopper, target);
  return cart && shopper.visit('/checkout');
}
