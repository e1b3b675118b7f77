import type { Knex } from 'knex';
import { FLEET } from './fleet';
import { asOwner } from './owner';
import { hashPassword } from './password-hash';
import { DEMO_PASSWORD } from './seeds/customers';
import { HISTORY_BATCH, HISTORY_CUSTOMERS, HISTORY_LOGINS } from './seeds/history-statements';

export interface HistoryOptions {
  readonly orders: number;
  /** Told after each batch how many orders are written; two connections write at once. */
  readonly onProgress?: (written: number) => void;
  /** Aborting ends the work after the batch that is under way. */
  readonly signal?: AbortSignal;
}

const BATCH = 25_000;
const MAX_CUSTOMERS = 20_000;
const ORDERS_A_CUSTOMER = 50;
const ORDERS_A_LOGIN = 10;

/**
 * Adds that many orders of the last 90 days, all of them ended (delivered, cancelled or not paid), with their payments,
 * movements, customers and log-ins; how many were written. Each batch is one transaction that keeps every invariant and
 * brings back the stock it sells, so that it may run beside the shop and may be ended at any moment. `databaseUrl` is the
 * owner's or role `shop`'s. Throws DatabaseUnavailableError.
 */
export async function seedHistory(databaseUrl: string, options: HistoryOptions): Promise<number> {
  return asOwner(databaseUrl, async (knex) => {
    const { orders, onProgress, signal } = options;
    await addCustomers(knex, Math.min(MAX_CUSTOMERS, Math.ceil(orders / ORDERS_A_CUSTOMER)));
    // Asked once: batches that each looked at the clock would overlap.
    const { rows } = await knex.raw<{ rows: [{ until: Date; superuser: boolean }] }>(
      `SELECT now() - interval '210 minutes' AS until, rolsuper AS superuser FROM pg_roles WHERE rolname = current_user`,
    );
    let taken = 0;
    let written = 0;
    const work = async (connection: Knex): Promise<void> => {
      while (taken < orders && signal?.aborted !== true) {
        const from = taken + 1;
        taken = Math.min(taken + BATCH, orders);
        const to = taken;
        await addBatch(connection, { from, to, orders, ...rows[0] });
        written += to - from + 1;
        onProgress?.(written);
      }
    };
    await Promise.all([work(knex), asOwner(databaseUrl, work)]);
    return written;
  });
}

async function addCustomers(knex: Knex, customers: number): Promise<void> {
  await knex.raw(HISTORY_CUSTOMERS, { customers, password_hash: await hashPassword(DEMO_PASSWORD) });
}

/** A kill of the server costs the last batch at most; a batch fits into that memory. */
const SETTINGS = `SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '64MB'`;

/** Takes half the time. The rows are right by how they are drawn; the triggers that keep totals run all the same. */
const WITHOUT_FOREIGN_KEYS = 'SET LOCAL session_replication_role = replica';

interface Batch {
  /** Only a superuser may leave the foreign keys out. */
  readonly superuser: boolean;
  readonly from: number;
  readonly to: number;
  readonly orders: number;
  readonly until: Date;
}

async function addBatch(knex: Knex, { superuser, ...batch }: Batch): Promise<void> {
  await knex.transaction(async (trx) => {
    await trx.raw(superuser ? `${SETTINGS}; ${WITHOUT_FOREIGN_KEYS}` : SETTINGS);
    await trx.raw(HISTORY_BATCH, {
      ...batch,
      suppliers: FLEET.map(({ supplier }) => supplier),
      drivers: FLEET.map(({ driver }) => driver),
    });
    await trx.raw(HISTORY_LOGINS, { ...batch, orders_a_login: ORDERS_A_LOGIN });
  });
}
