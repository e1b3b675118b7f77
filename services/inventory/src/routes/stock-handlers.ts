import { events, json, type EventStream, type Handlers, type RequestContext } from '@firedrill/service-kit';
import { checkRoom } from '../domain/restock';
import { stockStats } from '../domain/stock-stats';
import type { StockStore } from '../domain/stock';
import { fail } from '../errors';
import type { EVENTS } from '../events';
import type { ROUTES } from '../routes';

export interface StockDeps {
  readonly storeFor: (context: RequestContext<typeof EVENTS>) => StockStore;
  readonly feed: EventStream;
}

/** Stock levels, restocking and recounting by hand, and the stream of changes. */
export function stockHandlers({ storeFor, feed }: StockDeps): Handlers<typeof ROUTES, typeof EVENTS> {
  return {
    list_stock: async (_input, context) => {
      const products = await storeFor(context).list();
      context.log.event('inventory_queried', { results: products.length });
      return json({ products });
    },
    list_low_stock: async (_input, context) => {
      const products = await storeFor(context).listLow();
      context.log.event('inventory_queried', { results: products.length });
      return json({ products });
    },
    get_stock_stats: async (_input, context) => {
      const store = storeFor(context);
      const [products, mismatches] = await Promise.all([store.list(), store.listMismatches()]);
      context.log.event('inventory_queried', { results: products.length });
      return json(stockStats(products, mismatches));
    },
    open_stock_stream: () => events(feed),
    get_stock: async ({ params: { id } }, context) => {
      const stock = await storeFor(context).find(id);
      context.log.event('inventory_queried', { productId: id, results: stock === undefined ? 0 : 1 });
      if (stock === undefined) throw fail('product_not_found');
      return json(stock);
    },
    restock_product: async ({ params: { id }, body: { quantity } }, context) => {
      const stockLevel = await storeFor(context).restock(id, quantity, (level) => checkRoom(level, quantity));
      if (stockLevel === undefined) throw fail('product_not_found');
      return json({ productId: id, stockLevel });
    },
    recount_product: async ({ params: { id }, body: { counted } }, context) => {
      const recount = await storeFor(context).recount(id, counted);
      if (recount === undefined) throw fail('product_not_found');
      return json(recount);
    },
  };
}
