import { centsFromNumeric, type Database } from '@firedrill/database';
import { ORDER_STATUSES, type OrderStatus } from '@firedrill/db';
import type { Knex } from 'knex';
import type { Bucket, DriverTotal, OrderStatisticsStore, Totals } from '../domain/order-statistics';

/** Statistics from the totals that the database keeps; none reads the orders themselves but those on their way. */
export function orderStatisticsStore({ knex }: Database): OrderStatisticsStore {
  return {
    totals: () => totals(knex),
    buckets: async (unit, count) => {
      const { rows } = await knex.raw<{ rows: BucketRow[] }>(BUCKETS, { unit, before: `${count - 1} ${unit}` });
      return rows.map(bucketOf);
    },
    driverTotals: async () => (await knex.raw<{ rows: DriverTotal[] }>(DRIVER_TOTALS)).rows,
    onTheWay: async () => {
      const { rows } = await knex.raw<{ rows: { supplier: string; orders: number }[] }>(ON_THE_WAY);
      return new Map(rows.map(({ supplier, orders }) => [supplier, orders]));
    },
  };
}

// Orders whose price was paid and not given back.
const SOLD = `order_status IN ('paid', 'dispatched', 'in_transit', 'delivered')`;

async function totals(knex: Knex): Promise<Totals> {
  const { rows } = await knex.raw<{ rows: { status: OrderStatus; orders: number; revenue: string }[] }>(
    `SELECT order_status AS status, sum(orders)::bigint AS orders,
       coalesce(sum(total_amount) FILTER (WHERE ${SOLD}), 0) AS revenue
     FROM order_totals GROUP BY order_status`,
  );
  const byStatus = Object.fromEntries(ORDER_STATUSES.map((status) => [status, 0])) as Record<OrderStatus, number>;
  let revenueCents = 0;
  for (const { status, orders, revenue } of rows) {
    byStatus[status] = orders;
    revenueCents += centsFromNumeric(revenue);
  }
  return { byStatus, revenueCents };
}

const BUCKETS = `
  WITH bounds AS (
    SELECT date_trunc(:unit, now() AT TIME ZONE 'UTC') AS last, date_trunc(:unit, now() AT TIME ZONE 'UTC') - :before::interval AS first
  ),
  buckets AS (SELECT generate_series(first, last, ('1 ' || :unit)::interval) AS start FROM bounds),
  ordered AS (
    SELECT date_trunc(:unit, hour AT TIME ZONE 'UTC') AS start, sum(orders) AS orders,
      sum(total_amount) FILTER (WHERE ${SOLD}) AS revenue
    FROM order_totals WHERE hour >= (SELECT first AT TIME ZONE 'UTC' FROM bounds) GROUP BY 1
  ),
  delivered AS (
    SELECT date_trunc(:unit, hour AT TIME ZONE 'UTC') AS start, sum(deliveries) AS deliveries
    FROM delivery_totals WHERE hour >= (SELECT first AT TIME ZONE 'UTC' FROM bounds) GROUP BY 1
  )
  SELECT start AT TIME ZONE 'UTC' AS time, coalesce(orders, 0)::bigint AS orders, coalesce(revenue, 0)::numeric(16,2) AS revenue,
    coalesce(deliveries, 0)::bigint AS delivered
  FROM buckets LEFT JOIN ordered USING (start) LEFT JOIN delivered USING (start) ORDER BY start`;

type BucketRow = Omit<Bucket, 'revenue_cents'> & { readonly revenue: string };

function bucketOf({ time, orders, revenue, delivered }: BucketRow): Bucket {
  return { time, orders, revenue_cents: centsFromNumeric(revenue), delivered };
}

const DRIVER_TOTALS = `
  SELECT supplier, driver, sum(deliveries)::bigint AS deliveries, sum(seconds) AS seconds
  FROM delivery_totals GROUP BY 1, 2 ORDER BY 1, 2`;

const ON_THE_WAY = `
  SELECT supplier, count(*) AS orders FROM orders WHERE order_status IN ('dispatched', 'in_transit') GROUP BY 1`;
