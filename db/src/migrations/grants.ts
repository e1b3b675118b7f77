import type { Knex } from 'knex';
import { VIEWS } from '../views';

/** What the two roles may do; the roles themselves belong to the server and are made before the migrations run. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    GRANT SELECT, INSERT, UPDATE ON products, customers, orders, payments TO shop;
    GRANT SELECT, INSERT ON login_attempts, stock_movements TO shop;
    GRANT SELECT ON stock_ledger_totals, order_totals, delivery_totals, ${VIEWS.join(', ')} TO shop;
    GRANT USAGE ON SEQUENCE orders_id_seq, payments_id_seq TO shop;
    GRANT EXECUTE ON FUNCTION change_stock(integer, integer, text, integer) TO shop;
    GRANT SELECT ON products, orders, payments, order_totals, delivery_totals, ${VIEWS.join(', ')} TO grafana_reader;
  `);
  await knex.raw(onThisDatabase('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(onThisDatabase('GRANT TEMPORARY ON DATABASE %I TO PUBLIC'));
  await knex.raw(`
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM shop, grafana_reader;
    REVOKE ALL ON SEQUENCE orders_id_seq, payments_id_seq FROM shop;
    REVOKE ALL ON FUNCTION change_stock(integer, integer, text, integer) FROM shop;
  `);
}

function onThisDatabase(statement: string): string {
  return `DO $$ BEGIN EXECUTE format('${statement}', current_database()); END $$`;
}
