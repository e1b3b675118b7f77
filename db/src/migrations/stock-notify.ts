import type { Knex } from 'knex';

/** Tells the channel `stock_changed` of every new stock level, also of one that bypasses `change_stock`. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION notify_stock_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('stock_changed',
        json_build_object('productId', NEW.id, 'stockLevel', NEW.stock_level)::text);
      RETURN NULL;
    END $$;
    CREATE TRIGGER products_notify_stock AFTER UPDATE OF stock_level ON products
      FOR EACH ROW WHEN (OLD.stock_level IS DISTINCT FROM NEW.stock_level) EXECUTE FUNCTION notify_stock_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER products_notify_stock ON products;
    DROP FUNCTION notify_stock_change();
  `);
}
