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

/** Looks for a word and at one of the products that were found. */
export const search: Journey = {
  name: 'search',
  async run(shopper) {
    const word = shopper.random.pick(WORDS) ?? '';
    const results = await shopper.visit(`/?${new URLSearchParams({ q: word }).toString()}`);
    const found = await openOne(shopper, results);
    return found === undefined ? 'nothing_found' : 'done';
  },
};

/** What shoppers look for; the shop does not have all of it. */
const WORDS: readonly string[] = ['mug', 'pager', 'bucket', 'siren', 'notebook', 'chocolate', 'bell', 'brass', 'sofa'];

/** Opens the catalogue and one product page: the target's, or one by chance. */
export async function openProduct(shopper: Shopper, { productId }: JourneyTarget): Promise<Page | undefined> {
  const catalogue = await shopper.visit('/');
  return productId === undefined ? openOne(shopper, catalogue) : shopper.visit(`/products/${productId}`);
}

async function openOne(shopper: Shopper, { html }: Page): Promise<Page | undefined> {
  const products = [...new Set(readLinks(html).filter((link) => /^\/products\/\d+$/.test(link)))];
  const chosen = shopper.random.pick(products);
  return chosen === undefined ? undefined : shopper.visit(chosen);
}
