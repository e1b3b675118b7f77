import { json, type Handlers } from '@firedrill/service-kit';
import type { StockStore } from '../domain/stock';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

/** Stock levels, and restocking by hand. */
export function stockHandlers(store: StockStore): Handlers<typeof ROUTES, typeof EVENTS> {
  return {
    list_stock: async (_input, { log }) => {
      const products = await store.list();
      log.event('inventory_queried', { results: products.length });
      return json({ products });
    },
    list_low_stock: async (_input, { log }) => {
      const products = await store.listLow();
      log.event('inventory_queried', { results: products.length });
      return json({ products });
    },
    get_stock: async ({ params: { id } }, { log }) => {
      const stock = await store.find(id);
      log.event('inventory_queried', { productId: id, results: stock === undefined ? 0 : 1 });
      if (stock === undefined) throw fail('product_not_found');
      return json(stock);
    },
    restock_product: async ({ params: { id }, body: { quantity } }) => {
      const stockLevel = await store.restock(id, quantity);
      if (stockLevel === undefined) throw fail('product_not_found');
      return json({ productId: id, stockLevel });
    },
  };
}
