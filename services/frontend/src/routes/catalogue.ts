import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import { cataloguePage } from '../pages/catalogue-page';
import { productPage } from '../pages/product-page';
import type { ROUTES } from '../routes';

type CatalogueHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'show_catalogue' | 'show_product'>;

/** The catalogue and its products. */
export function catalogueHandlers({ shopFor, visit }: PageDeps): CatalogueHandlers {
  return {
    show_catalogue: async ({ query: { q = '', page } }, context) => {
      const { show, did } = visit(context);
      const products = await shopFor(context).listProducts({ page, ...(q !== '' && { q }) });
      if (q !== '') did('search');
      return show('catalogue', q === '' ? 'Catalogue' : `Search: ${q}`, cataloguePage(products, q));
    },
    show_product: async ({ params: { id } }, context) => {
      const { session, show } = visit(context);
      const product = await shopFor(context).findProduct(id);
      if (product === undefined) throw fail('product_not_found');
      return show('product', product.name, productPage(session, product));
    },
  };
}
