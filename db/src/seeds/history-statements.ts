/** Customers 1 to `:customers` of the history; those that an earlier run made stay. */
export const HISTORY_CUSTOMERS = `
  INSERT INTO customers (email, name, password_hash)
    SELECT 'shopper-' || n || '@example.com', 'Shopper ' || n, :password_hash FROM generate_series(1, :customers::int) AS n
    ON CONFLICT (email) DO NOTHING`;

/**
 * The moment of order `n` of `:orders`: the same number each day, most of them around noon (UTC). The distance to the
 * true clock leaves room for the shift that the sine makes.
 */
const MOMENT = `
  SELECT n, date_trunc('day', moment AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    + (fraction + 0.1 * sin(2 * pi() * fraction)) * interval '1 day' AS moment
  FROM (
    SELECT n, moment, extract(epoch FROM (moment AT TIME ZONE 'UTC')::time) / 86400 AS fraction
    FROM (
      SELECT n, :until::timestamptz - (:orders::int - n) / :orders::float8 * interval '90 days' AS moment
      FROM generate_series(:from::int, :to::int) AS n
    ) AS even
  ) AS of_day`;

/** Of 100 orders 93 are delivered, 4 cancelled (and refunded) and 3 not paid. */
const DRAWN = `
  SELECT nextval('orders_id_seq')::int AS id, nextval('payments_id_seq')::int AS payment_id, moment AS order_time,
    p.id AS product_id, p.price * quantity AS total_amount, quantity, customers.ids[customer] AS customer_id, method,
    CASE WHEN fate < 0.93 THEN 'delivered' WHEN fate < 0.97 THEN 'cancelled' ELSE 'payment_failed' END AS order_status,
    (:suppliers::text[])[vehicle] AS supplier, (:drivers::text[])[vehicle] AS driver,
    moment + waiting * interval '1 second' AS dispatched_at,
    moment + (waiting + travelling) * interval '1 second' AS ended_at
  FROM (
    SELECT moment, 1 + floor(random() * random() * (SELECT count(*) FROM products))::int AS product,
      1 + floor(random() * random() * 4)::int AS quantity, 1 + floor(random() * customers.number)::int AS customer,
      (ARRAY['card', 'card', 'card', 'paypal', 'bank_transfer'])[1 + floor(random() * 5)::int] AS method,
      random() AS fate, 1 + floor(random() * cardinality(:suppliers::text[]))::int AS vehicle,
      5 + random() * 5 AS waiting, 8 + random() * 12 AS travelling
    FROM (${MOMENT}) AS moments, (SELECT count(*) AS number FROM customers) AS customers
  ) AS chosen
  JOIN (SELECT row_number() OVER (ORDER BY id) AS number, id, price FROM products) AS p ON p.number = chosen.product,
  (SELECT array_agg(id) AS ids FROM customers) AS customers`;

/**
 * Orders `:from` to `:to` of the history with all that belongs to them. One statement, because orders and payments name
 * each other: foreign keys are checked at its end.
 */
export const HISTORY_BATCH = `
  WITH drawn AS MATERIALIZED (${DRAWN}),
  new_orders AS (
    INSERT INTO orders (id, product_id, customer_id, quantity, total_amount, order_status, payment_method, order_time,
        idempotency_key, payment_id, supplier, driver, dispatched_at, delivered_at, updated_at)
      SELECT id, product_id, customer_id, quantity, total_amount, order_status, method, order_time, 'history-' || id,
        CASE WHEN order_status <> 'payment_failed' THEN payment_id END,
        CASE WHEN order_status = 'delivered' THEN supplier END, CASE WHEN order_status = 'delivered' THEN driver END,
        CASE WHEN order_status = 'delivered' THEN dispatched_at END,
        CASE WHEN order_status = 'delivered' THEN ended_at END, ended_at
      FROM drawn
  ),
  new_payments AS (
    INSERT INTO payments (id, order_id, amount, refunded_amount, method, status, failure_reason, idempotency_key, created_at)
      SELECT payment_id, id, total_amount, CASE WHEN order_status = 'cancelled' THEN total_amount ELSE 0 END, method,
        CASE order_status WHEN 'delivered' THEN 'approved' WHEN 'cancelled' THEN 'refunded' ELSE 'declined' END,
        CASE WHEN order_status = 'payment_failed' THEN 'insufficient_funds' END, 'order-' || id, order_time
      FROM drawn
  )
  INSERT INTO stock_movements (product_id, delta, reason, order_id, moved_at)
    SELECT product_id, sum(quantity), 'restock', NULL, min(order_time) FROM drawn WHERE order_status = 'delivered' GROUP BY 1
    UNION ALL
    SELECT product_id, -quantity, 'order', id, order_time FROM drawn
    UNION ALL
    SELECT product_id, quantity, 'order_returned', id, ended_at FROM drawn WHERE order_status <> 'delivered'`;

/** One log-in for `:orders_a_login` orders, a tenth of them failed; the addresses are those kept for benchmarks. */
export const HISTORY_LOGINS = `
  INSERT INTO login_attempts (email, ip_address, success, attempt_time)
    SELECT 'shopper-' || 1 + n % (SELECT count(*) FROM customers) || '@example.com',
      inet '198.18.0.0' + 1 + n::bigint * 7919 % 131070, random() < 0.9, moment
    FROM (${MOMENT}) AS moments WHERE n % :orders_a_login::int = 0`;
