import type { Knex } from 'knex';

/**
 * Orders by hour and status, deliveries by hour, supplier and driver, kept by triggers: what is asked about all orders
 * reads hundreds of rows instead of millions. Orders are never removed, so that no trigger counts a removal.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(ADD_ORDERS);
  await knex.raw(ADD_DELIVERIES);
  for (const name of ['order_totals', 'delivery_totals']) await knex.raw(triggersFor(name));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER order_totals_insert ON orders;
    DROP TRIGGER order_totals_update ON orders;
    DROP TRIGGER delivery_totals_insert ON orders;
    DROP TRIGGER delivery_totals_update ON orders;
    DROP FUNCTION add_to_order_totals();
    DROP FUNCTION add_to_delivery_totals();
    DROP TABLE order_totals, delivery_totals;
  `);
}

// Sessions write to different slots, so that orders which come at once do not wait for one row.
const SLOTS = 16;

const TABLES = `
  CREATE TABLE order_totals (
    hour timestamptz NOT NULL,
    order_status text NOT NULL,
    slot smallint NOT NULL DEFAULT pg_backend_pid() % ${SLOTS},
    orders bigint NOT NULL,
    total_amount numeric(16,2) NOT NULL,
    PRIMARY KEY (hour, order_status, slot)
  ) WITH (fillfactor = 50);

  CREATE TABLE delivery_totals (
    hour timestamptz NOT NULL,
    supplier text NOT NULL,
    driver text NOT NULL,
    deliveries bigint NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (hour, supplier, driver)
  ) WITH (fillfactor = 50);
`;

const hourOf = (column: string): string => `date_trunc('hour', ${column} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`;

/** The rows of a transition table as they count; `sign` is -1 for those that an update replaced. */
const ordersOf = (table: string, sign: 1 | -1): string => `
  SELECT ${hourOf('order_time')} AS hour, order_status, ${sign} AS orders, ${sign} * total_amount AS total_amount
  FROM ${table}`;
const deliveriesOf = (table: string, sign: 1 | -1): string => `
  SELECT ${hourOf('delivered_at')} AS hour, supplier, driver, ${sign} AS deliveries,
    ${sign} * extract(epoch FROM delivered_at - dispatched_at) AS seconds
  FROM ${table} WHERE order_status = 'delivered'`;

const ADD_ORDERS = adding(
  'add_to_order_totals',
  ordersOf,
  (changes) => `
    INSERT INTO order_totals AS t (hour, order_status, orders, total_amount)
      SELECT hour, order_status, sum(orders), sum(total_amount) FROM (${changes}) AS changes
      GROUP BY 1, 2 HAVING sum(orders) <> 0 OR sum(total_amount) <> 0 ORDER BY 1, 2
      ON CONFLICT (hour, order_status, slot) DO UPDATE
        SET orders = t.orders + excluded.orders, total_amount = t.total_amount + excluded.total_amount`,
);

const ADD_DELIVERIES = adding(
  'add_to_delivery_totals',
  deliveriesOf,
  (changes) => `
    INSERT INTO delivery_totals AS t (hour, supplier, driver, deliveries, seconds)
      SELECT hour, supplier, driver, sum(deliveries), sum(seconds) FROM (${changes}) AS changes
      GROUP BY 1, 2, 3 HAVING sum(deliveries) <> 0 OR sum(seconds) <> 0 ORDER BY 1, 2, 3
      ON CONFLICT (hour, supplier, driver) DO UPDATE
        SET deliveries = t.deliveries + excluded.deliveries, seconds = t.seconds + excluded.seconds`,
);

/** A trigger function that adds what a statement inserted, and for an update takes away what it replaced. */
function adding(
  name: string,
  changesOf: (table: string, sign: 1 | -1) => string,
  add: (changes: string) => string,
): string {
  return `
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN ${add(changesOf('added', 1))};
      ELSE ${add(`${changesOf('added', 1)} UNION ALL ${changesOf('replaced', -1)}`)};
      END IF;
      RETURN NULL;
    END $$;
    REVOKE EXECUTE ON FUNCTION ${name}() FROM PUBLIC;`;
}

function triggersFor(totals: string): string {
  return `
    CREATE TRIGGER ${totals}_insert AFTER INSERT ON orders
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_${totals}();
    ALTER TABLE orders ENABLE ALWAYS TRIGGER ${totals}_insert;
    CREATE TRIGGER ${totals}_update AFTER UPDATE ON orders
      REFERENCING OLD TABLE AS replaced NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_${totals}();`;
}
