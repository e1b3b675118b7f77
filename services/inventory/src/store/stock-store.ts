import type { Database, DatabaseEvents } from '@firedrill/database';
import type { ProductRow } from '@firedrill/db';
import type { Log } from '@firedrill/telemetry';
import type { Knex } from 'knex';
import { TARGET_THRESHOLDS, type Stock, type StockStore } from '../domain/stock';

/** Stock in PostgreSQL; `change_stock` keeps level and ledger together. Its transactions are logged on the log given. */
export function stockStore({ knex, transaction }: Database, log: Log<DatabaseEvents>): StockStore {
  return {
    ...readStore(knex),
    restock: (productId, quantity, check) =>
      transaction({ name: 'restock_product', log }, async (trx) => {
        const level = await lockLevel(trx, productId);
        if (level === undefined) return undefined;
        check(level);
        return changeStock(trx, productId, quantity);
      }),
    recount: (productId, counted) =>
      transaction({ name: 'recount_product', log }, async (trx) => {
        const level = await lockLevel(trx, productId);
        if (level === undefined) return undefined;
        const stockLevel = counted ?? level;
        const total = await trx<LedgerTotalRow>('stock_ledger_totals').where({ product_id: productId }).first('total');
        const correction = stockLevel - (total?.total ?? 0);
        if (stockLevel !== level) {
          await trx('products').where({ id: productId }).update({ stock_level: stockLevel, last_updated: new Date() });
        }
        if (correction !== 0) {
          await trx('stock_movements').insert({ product_id: productId, delta: correction, reason: 'correction' });
        }
        return { productId, stockLevel, correction };
      }),
    supply: async (unitsPerProduct) => {
      const wanting = await knex('products')
        .whereRaw('stock_level < ? * low_stock_threshold', [TARGET_THRESHOLDS])
        .orderBy('id')
        .select('id', 'stock_level', 'low_stock_threshold');
      // One product a transaction: none is locked while another is waited for.
      for (const { id, stock_level: level, low_stock_threshold: threshold } of wanting) {
        const units = Math.min(unitsPerProduct, TARGET_THRESHOLDS * threshold - level);
        await transaction({ name: 'supply_product', log }, (trx) => changeStock(trx, id, units));
      }
      return wanting.length;
    },
    bypassLedger: async (units) => {
      await knex.raw(
        `update products set stock_level = stock_level - least(?, stock_level)
         where id = (select id from products order by stock_level desc, id limit 1)`,
        [units],
      );
    },
  };
}

function readStore(knex: Knex): Pick<StockStore, 'list' | 'listLow' | 'listMismatches' | 'find'> {
  const products = () => knex('products').select('id', 'name', 'stock_level', 'low_stock_threshold', 'last_updated');
  return {
    list: async () => (await products().orderBy('id')).map(toStock),
    listLow: async () =>
      (await products().whereRaw('stock_level <= low_stock_threshold').orderBy(['stock_level', 'id'])).map(toStock),
    listMismatches: async () => {
      const rows = await knex<MismatchRow>('stock_ledger_mismatches').orderBy('id').select();
      return rows.map(({ id, name, stock_level: stockLevel, ledger_level: ledgerLevel }) => ({
        productId: id,
        productName: name,
        stockLevel,
        ledgerLevel,
      }));
    },
    find: async (productId) => {
      const row = await products().where({ id: productId }).first();
      return row === undefined ? undefined : toStock(row);
    },
  };
}

interface LedgerTotalRow {
  readonly product_id: number;
  readonly total: number;
}

interface MismatchRow {
  readonly id: number;
  readonly name: string;
  readonly stock_level: number;
  readonly ledger_level: number;
}

async function lockLevel(trx: Knex.Transaction, productId: number): Promise<number | undefined> {
  const row = await trx('products').where({ id: productId }).forUpdate().first('stock_level');
  return row?.stock_level;
}

/** Adds units with a movement of reason `restock`; the new level. */
async function changeStock(trx: Knex.Transaction, productId: number, units: number): Promise<number> {
  // The comment tells the query metrics what the function does.
  const { rows } = await trx.raw<{ rows: readonly { level: number }[] }>(
    `/* update products */ select level from change_stock(?, ?, 'restock') as level`,
    [productId, units],
  );
  const level = rows[0]?.level;
  if (level === undefined) throw new Error(`the stock of product ${productId} did not change`);
  return level;
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
