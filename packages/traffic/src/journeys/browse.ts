import { readLinks } from '../html';
import type { Page, Shopper } from '../shopper';
import type { Journey, JourneyTarget } from './journey';

/** Looks at the catalogue and at a few products, and leaves. */
export const browse: Journey = {
  name: 'browse',
  async run(shopper, target) {
    const visits = shopper.random.integer(1, 3);
    for (let visit = 0; visit < visits; visit += 1) await openProduct(shopper, target);
    return 'done';
  },
};

/** Opens the catalogue and one product page: the target's, or one by chance. */
export async function openProduct(shopper: Shopper, { productId }: JourneyTarget): Promise<Page | undefined> {
  const catalogue = await shopper.visit('/');
  if (productId !== undefined) return shopper.visit(`/products/${productId}`);
  const products = [...new Set(readLinks(catalogue.html).filter((link) => /^\/products\/\d+$/.test(link)))];
  const chosen = shopper.random.pick(products);
  return chosen === undefined ? undefined : shopper.visit(chosen);
}
