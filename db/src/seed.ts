import { numericFromCents } from '@firedrill/database';
import type { Knex } from 'knex';
import { asOwner } from './owner';
import { hashPassword } from './password-hash';
import { DEMO_PASSWORD, SEED_CUSTOMERS } from './seeds/customers';
import { SEED_PRODUCTS, type SeedProduct } from './seeds/products';

/** Adds the demo's products (with their stock and its movement) and customers; what is there already stays as it is. */
export async function seed(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, (owner) =>
    owner.transaction(async (trx) => {
      for (const product of SEED_PRODUCTS) await addProduct(trx, product);
      await addCustomers(trx);
    }),
  );
}

async function addProduct(trx: Knex.Transaction, product: SeedProduct): Promise<void> {
  const { name, description, priceCents, stock, lowStockThreshold } = product;
  const [added] = await trx('products')
    .insert({ name, description, price: numericFromCents(priceCents), low_stock_threshold: lowStockThreshold })
    .onConflict('name')
    .ignore()
    .returning('id');
  if (added !== undefined) await trx.raw('SELECT change_stock(?, ?, ?)', [added.id, stock, 'initial']);
}

async function addCustomers(trx: Knex.Transaction): Promise<void> {
  const known = await trx('customers')
    .whereIn(
      'email',
      SEED_CUSTOMERS.map((customer) => customer.email),
    )
    .select('email');
  const missing = SEED_CUSTOMERS.filter(({ email }) => !known.some((customer) => customer.email === email));
  if (missing.length === 0) return;
  const password_hash = await hashPassword(DEMO_PASSWORD);
  const rows = missing.map((customer) => ({ ...customer, password_hash }));
  await trx('customers').insert(rows).onConflict('email').ignore();
}
