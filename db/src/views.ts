/** The views of the shop's schema; `grafana_reader` may read each of them. */
export const VIEWS = [
  'low_stock_products',
  'out_of_stock_products',
  'order_stats_hourly',
  'revenue_per_minute',
  'failed_logins',
  'stuck_orders',
  'payment_mismatches',
  'delivery_stats',
  'stock_ledger_mismatches',
] as const;

export type ViewName = (typeof VIEWS)[number];
