import type { Knex } from 'knex';

/**
 * The ledger of stock movements, its total by product (kept by a trigger, so that a check over the whole ledger reads
 * one row a product), and `change_stock`, which changes a level together with its movement.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(LEDGER);
  await knex.raw(TOTALS);
  await knex.raw(CHANGE_STOCK);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP FUNCTION change_stock(integer, integer, text, integer);
    DROP TABLE stock_movements, stock_ledger_totals;
    DROP FUNCTION add_to_stock_ledger_total();
    DROP FUNCTION refuse_ledger_change();
  `);
}

// One movement of a kind per order: stock that was given back cannot be given back again.
const LEDGER = `
  CREATE TABLE stock_movements (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id integer NOT NULL REFERENCES products (id),
    delta integer NOT NULL CHECK (delta <> 0),
    reason text NOT NULL CHECK (reason IN ('initial', 'order', 'order_returned', 'restock', 'correction')),
    order_id integer REFERENCES orders (id),
    moved_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stock_movements_of_orders CHECK ((reason IN ('order', 'order_returned')) = (order_id IS NOT NULL)),
    CONSTRAINT stock_movements_direction CHECK (CASE reason
      WHEN 'order' THEN delta < 0 WHEN 'correction' THEN true ELSE delta > 0 END)
  );
  CREATE UNIQUE INDEX stock_movements_once ON stock_movements (order_id, reason) WHERE order_id IS NOT NULL;
  CREATE INDEX stock_movements_product ON stock_movements (product_id, moved_at);

  CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'stock movements are never changed or removed; add a correction'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_movements_append_only', TABLE = 'stock_movements';
  END $$;
  CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
`;

const TOTALS = `
  CREATE TABLE stock_ledger_totals (
    product_id integer PRIMARY KEY REFERENCES products (id),
    total integer NOT NULL
  ) WITH (fillfactor = 50);

  CREATE FUNCTION add_to_stock_ledger_total() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public AS $$
  BEGIN
    INSERT INTO stock_ledger_totals AS t (product_id, total)
      SELECT product_id, sum(delta) FROM added GROUP BY product_id ORDER BY product_id
      ON CONFLICT (product_id) DO UPDATE SET total = t.total + excluded.total;
    RETURN NULL;
  END $$;
  REVOKE EXECUTE ON FUNCTION add_to_stock_ledger_total() FROM PUBLIC;
  CREATE TRIGGER stock_movements_total AFTER INSERT ON stock_movements
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_stock_ledger_total();
  ALTER TABLE stock_movements ENABLE ALWAYS TRIGGER stock_movements_total;
`;

const CHANGE_STOCK = `
  CREATE FUNCTION change_stock(changed_product integer, by_units integer, why text, for_order integer DEFAULT NULL)
    RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    new_level integer;
  BEGIN
    UPDATE products SET stock_level = stock_level + by_units, last_updated = now()
      WHERE id = changed_product AND stock_level + by_units >= 0 RETURNING stock_level INTO new_level;
    IF FOUND THEN
      INSERT INTO stock_movements (product_id, delta, reason, order_id)
        VALUES (changed_product, by_units, why, for_order);
    ELSIF NOT EXISTS (SELECT FROM products WHERE id = changed_product) THEN
      RAISE EXCEPTION 'there is no product %', changed_product USING ERRCODE = 'no_data_found';
    END IF;
    RETURN new_level;
  END $$;
  REVOKE EXECUTE ON FUNCTION change_stock(integer, integer, text, integer) FROM PUBLIC;
  COMMENT ON FUNCTION change_stock(integer, integer, text, integer) IS
    'Changes a stock level together with its movement; the new level, or NULL when there is not enough (nothing changes).';
`;
