import type { Knex } from 'knex';

/** Everything about a schema that a migration can change, as sorted lines of text. */
export async function describeSchema(knex: Knex): Promise<string[]> {
  const lines: string[] = [];
  for (const [kind, query] of Object.entries(QUERIES)) {
    const { rows } = await knex.raw<{ rows: { line: string }[] }>(query);
    lines.push(...rows.map(({ line }) => `${kind}: ${line}`));
  }
  return lines.filter((line) => !line.includes('schema_migrations')).sort();
}

const OURS = `c.relnamespace = 'public'::regnamespace`;

const QUERIES: Readonly<Record<string, string>> = {
  relation: `SELECT concat_ws(' ', relname, relkind, reloptions, relacl) AS line FROM pg_class c WHERE ${OURS}`,
  column: `
    SELECT concat_ws(' ', c.relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
      pg_get_expr(adbin, adrelid)) AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
    WHERE ${OURS} AND attnum > 0 AND c.relkind IN ('r', 'v')`,
  constraint: `
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
  index: `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`,
  view: `SELECT viewname || ' ' || definition AS line FROM pg_views WHERE schemaname = 'public'`,
  routine: `
    SELECT concat_ws(' ', pg_get_functiondef(oid), proacl, obj_description(oid)) AS line
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
  trigger: `
    SELECT pg_get_triggerdef(t.oid) AS line FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE ${OURS} AND NOT tgisinternal`,
  temporary: `SELECT has_database_privilege('grafana_reader', current_database(), 'TEMPORARY')::text AS line`,
};
