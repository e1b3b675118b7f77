import type { Handlers } from '@firedrill/service-kit';
import { json } from '@firedrill/service-kit';
import type { ProductStore } from '../domain/product';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

type ProductHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'list_products' | 'get_product'>;

/** The catalogue. */
export function productHandlers(products: ProductStore): ProductHandlers {
  return {
    list_products: async ({ query }, { log }) => {
      const page = await products.list(query);
      log.event('product_queried', { results: page.products.length });
      return json(page);
    },
    get_product: async ({ params: { id } }, { log }) => {
      const product = await products.find(id);
      log.event('product_queried', { productId: id, results: product === undefined ? 0 : 1 });
      if (product === undefined) throw fail('product_not_found');
      return json(product);
    },
  };
}
