import { centsFromNumeric, type Database } from '@firedrill/database';
import type { ProductRow } from '@firedrill/db';
import type { Product, ProductPage, ProductQuery, ProductStore } from '../domain/product';

/** The catalogue in PostgreSQL. */
export function productStore(database: Database): ProductStore {
  return {
    find: async (id) => {
      const row = await database.knex('products').where({ id }).first();
      return row === undefined ? undefined : productOf(row);
    },
    list: (query) => list(database, query),
  };
}

async function list({ knex }: Database, { page, limit, q = '' }: ProductQuery): Promise<ProductPage> {
  const matching = knex('products');
  for (const word of q.split(/\s+/).filter((each) => each !== '')) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    void matching.where((either) => void either.whereILike('name', pattern).orWhereILike('description', pattern));
  }
  const rows: ProductRow[] = await matching
    .clone()
    .orderBy('id')
    .limit(limit)
    .offset((page - 1) * limit);
  const [counted] = await matching.count<{ total: number }[]>({ total: '*' });
  return { products: rows.map(productOf), page, limit, total: counted?.total ?? 0 };
}

function productOf(row: ProductRow): Product {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    priceCents: centsFromNumeric(row.price),
    stockLevel: row.stock_level,
    lowStock: row.stock_level <= row.low_stock_threshold,
  };
}
