import type { Database } from '@firedrill/database';
import { FLEET, type OrderRow } from '@firedrill/db';
import type { FulfilmentStore, Step } from '../domain/fulfil-orders';
import { orderOf } from './order-row';

/** The way of orders in PostgreSQL: one statement a step, so that a crash leaves an order before it or after it. */
export function fulfilmentStore({ knex }: Database): FulfilmentStore {
  return {
    advance: async (step, limit) => {
      const { rows } = await knex.raw<{ rows: OrderRow[] }>(statementFor(step), { ...step, ...FLEET_LISTS, limit });
      return rows.map((row) => orderOf(row));
    },
  };
}

// An order's id chooses its driver, so that the work spreads evenly over them.
const FLEET_LISTS = {
  suppliers: FLEET.map(({ supplier }) => supplier),
  drivers: FLEET.map(({ driver }) => driver),
  vehicles: FLEET.length,
};

const CHANGES: Readonly<Record<Step['to'], string>> = {
  dispatched: `, supplier = (:suppliers::text[])[1 + orders.id % :vehicles], driver = (:drivers::text[])[1 + orders.id % :vehicles],
    dispatched_at = now()`,
  in_transit: '',
  delivered: ', delivered_at = now()',
};

// The first condition is for the index; the second spreads the orders by a number that looks drawn.
const statementFor = ({ to }: Step): string => `
  UPDATE orders SET order_status = :to${CHANGES[to]}
  FROM (
    SELECT id FROM orders
    WHERE order_status = :from AND updated_at < now() - :afterMs * interval '1 millisecond'
      AND updated_at < now() - (:afterMs + id::bigint * 7919 % 1000 * :spreadMs / 1000) * interval '1 millisecond'
    ORDER BY updated_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
  ) AS due
  WHERE orders.id = due.id RETURNING orders.*`;
