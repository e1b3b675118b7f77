import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** The statements of one paid order, as api and payment send them, without anything around them. */
export async function rawOrder(client: Client, productId: number): Promise<void> {
  const key = randomUUID();
  await client.query('begin');
  await client.query('select * from orders where idempotency_key = $1 limit 1', [key]);
  const { rows: products } = await client.query<{ price: string }>('select price from products where id = $1 limit 1', [
    productId,
  ]);
  const price = products[0]?.price ?? '0';
  const { rows: orders } = await client.query<{ id: number }>(
    `insert into orders (product_id, quantity, total_amount, payment_method, idempotency_key)
     values ($1, 1, $2, 'card', $3) on conflict (idempotency_key) do nothing returning *`,
    [productId, price, key],
  );
  const orderId = orders[0]?.id;
  await client.query("select level from change_stock($1, -1, 'order', $2) as level where level is not null", [
    productId,
    orderId,
  ]);
  await client.query('commit');
  const paymentKey = `order-${key}`;
  await client.query('select * from payments where idempotency_key = $1 limit 1', [paymentKey]);
  const { rows: payments } = await client.query<{ id: number }>(
    `insert into payments (order_id, amount, method, idempotency_key, status)
     values ($1, $2, 'card', $3, 'approved') on conflict (idempotency_key) do nothing returning *`,
    [orderId, price, paymentKey],
  );
  await client.query(
    `update orders set order_status = 'paid', payment_id = $1 where id = $2 and order_status = 'pending' returning *`,
    [payments[0]?.id, orderId],
  );
}
