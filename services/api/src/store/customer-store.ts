import type { Database } from '@firedrill/database';
import type { CustomerStore } from '../domain/customer';

/** Customers and their log-ins in PostgreSQL. */
export function customerStore({ knex }: Database): CustomerStore {
  return {
    add: async ({ email, name, passwordHash }) => {
      const rows = await knex('customers')
        .insert({ email, name, password_hash: passwordHash })
        .onConflict('email')
        .ignore()
        .returning(['id', 'email', 'name']);
      return rows[0];
    },
    findByEmail: async (email) => {
      const row = await knex('customers').where({ email }).first();
      return row && { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash };
    },
    recordAttempt: async ({ email, ipAddress, success }) => {
      await knex('login_attempts').insert({ email, ip_address: ipAddress, success });
    },
    countFailures: async (ipAddress, withinMs, limit) => {
      const failures = knex('login_attempts')
        .whereRaw('NOT success')
        .where({ ip_address: ipAddress })
        .whereRaw(`attempt_time > now() - ? * interval '1 millisecond'`, [withinMs])
        .limit(limit)
        .select('id')
        .as('failures');
      const [counted] = await knex.from(failures).count<{ count: number }[]>();
      return counted?.count ?? 0;
    },
  };
}
