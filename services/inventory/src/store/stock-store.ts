import type { Database } from '@firedrill/database';
import type { ProductRow } from '@firedrill/db';
import { TARGET_THRESHOLDS, type Stock, type StockStore } from '../domain/stock';

/** Stock in PostgreSQL; `change_stock` keeps level and ledger together. */
export function stockStore({ knex }: Database): StockStore {
  const products = () => knex('products').select('id', 'name', 'stock_level', 'low_stock_threshold', 'last_updated');
  return {
    list: async () => (await products().orderBy('id')).map(toStock),
    listLow: async () =>
      (await products().whereRaw('stock_level <= low_stock_threshold').orderBy('stock_level')).map(toStock),
    find: async (productId) => {
      const row = await products().where({ id: productId }).first();
      return row === undefined ? undefined : toStock(row);
    },
    restock: async (productId, quantity) => {
      const { rows } = await knex.raw<{ rows: { level: number }[] }>(
        `select change_stock(id, ?, 'restock') as level from products where id = ?`,
        [quantity, productId],
      );
      return rows[0]?.level;
    },
    supply: async (unitsPerProduct) => {
      const { rows } = await knex.raw<{ rows: unknown[] }>(
        `select change_stock(id, least(?, ? * low_stock_threshold - stock_level), 'restock')
         from (select * from products where stock_level < ? * low_stock_threshold order by id) as products`,
        [unitsPerProduct, TARGET_THRESHOLDS, TARGET_THRESHOLDS],
      );
      return rows.length;
    },
  };
}

type StockRow = Pick<ProductRow, 'id' | 'name' | 'stock_level' | 'low_stock_threshold' | 'last_updated'>;

function toStock(row: StockRow): Stock {
  return {
    productId: row.id,
    productName: row.name,
    stockLevel: row.stock_level,
    lowStockThreshold: row.low_stock_threshold,
    lastUpdated: row.last_updated,
  };
}
