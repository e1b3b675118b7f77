import type { Knex } from 'knex';
import { VIEWS, type ViewName } from '../views';

/**
 * What rules, dashboards and services read. No view knows a time window: each exposes the column that a rule filters,
 * by the expression its index has.
 */
export async function up(knex: Knex): Promise<void> {
  for (const view of VIEWS) await knex.raw(`CREATE VIEW ${view} AS ${DEFINITIONS[view]}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP VIEW ${VIEWS.join(', ')}`);
}

const DEFINITIONS: Readonly<Record<ViewName, string>> = {
  low_stock_products: `
    SELECT id, name, stock_level, low_stock_threshold, last_updated
    FROM products WHERE stock_level <= low_stock_threshold`,

  out_of_stock_products: `
    SELECT id, name, low_stock_threshold, last_updated FROM products WHERE stock_level = 0`,

  order_stats_hourly: `
    SELECT date_trunc('hour', order_time AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour, order_status,
      count(*) AS orders, sum(total_amount) AS total_amount, max(order_time) AS last_order_time
    FROM orders GROUP BY 1, 2`,

  revenue_per_minute: `
    SELECT date_trunc('minute', order_time AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS minute,
      count(*) AS orders, sum(total_amount) AS revenue
    FROM orders WHERE order_status IN ('paid', 'dispatched', 'in_transit', 'delivered') GROUP BY 1`,

  failed_logins: `
    SELECT id, email, ip_address, attempt_time FROM login_attempts WHERE NOT success`,

  stuck_orders: `
    SELECT id AS order_id, order_status, order_time, updated_at, supplier, driver
    FROM orders WHERE order_status IN ('pending', 'paid', 'dispatched', 'in_transit')`,

  payment_mismatches: `
    SELECT p.id AS payment_id, p.order_id, o.order_status, p.amount - p.refunded_amount AS charged_amount,
      o.total_amount, p.created_at
    FROM payments p JOIN orders o ON o.id = p.order_id
    WHERE p.status = 'approved' AND (o.order_status IN ('pending', 'payment_failed', 'cancelled')
      OR o.payment_id IS DISTINCT FROM p.id OR o.total_amount <> p.amount)`,

  delivery_stats: `
    SELECT hour, supplier, driver, deliveries, seconds / deliveries AS average_seconds FROM delivery_totals`,

  stock_ledger_mismatches: `
    SELECT p.id, p.name, p.stock_level, coalesce(t.total, 0) AS ledger_level,
      p.stock_level - coalesce(t.total, 0) AS difference
    FROM products p LEFT JOIN stock_ledger_totals t ON t.product_id = p.id
    WHERE p.stock_level <> coalesce(t.total, 0)`,
};
