import { Client } from 'pg';

/** What must not be in the database, whatever was asked of the services: a query for each, which finds no row. */
const INVARIANTS: Readonly<Record<string, string>> = {
  'a level that is not the sum of its movements': 'select id from stock_ledger_mismatches',
  'an order that stayed pending': `select id from orders where order_status = 'pending'`,
  'an order without its stock movement': `
    select id from orders o where not exists
      (select from stock_movements m where m.order_id = o.id and m.reason = 'order' and m.delta = -o.quantity)`,
  'an undone order whose stock was not given back': `
    select id from orders o where order_status in ('payment_failed', 'cancelled') and not exists
      (select from stock_movements m where m.order_id = o.id and m.reason = 'order_returned')`,
  'an order with another price than its product': `
    select o.id from orders o join products p on p.id = o.product_id where o.total_amount <> o.quantity * p.price`,
  'a payment whose refunds are not what it says': `
    select p.id from payments p left join refunds r on r.payment_id = p.id
    group by p.id having p.refunded_amount <> coalesce(sum(r.amount), 0)`,
};

/** The invariants that do not hold, each with how many rows break it. */
export async function halfWrittenRows(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found: string[] = [];
    for (const [name, query] of Object.entries(INVARIANTS)) {
      const { rowCount } = await client.query(query);
      if (rowCount !== 0) found.push(`${name}: ${rowCount ?? 0}`);
    }
    return found;
  } finally {
    await client.end();
  }
}
