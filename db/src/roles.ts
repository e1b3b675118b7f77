import type { Knex } from 'knex';

/** Passwords of the two roles; the defaults are for the demo, which listens on 127.0.0.1. */
export interface RolePasswords {
  readonly shopPassword?: string;
  readonly readerPassword?: string;
}

/**
 * Makes the roles `shop` and `grafana_reader` and sets their passwords, over one connection (`owner` has a pool of one).
 * Roles belong to the whole server, so another process may do the same at the same moment for another database: an
 * existing role is fine, and PostgreSQL's refusal of two changes of one role at once is tried again.
 */
export async function ensureRoles(owner: Knex, passwords: RolePasswords = {}): Promise<void> {
  const { shopPassword = 'shop', readerPassword = 'grafana_reader' } = passwords;
  await ensureRole(owner, 'shop', shopPassword);
  await ensureRole(owner, 'grafana_reader', readerPassword);
  for (const setting of READER_SETTINGS) await changeRole(owner, `ALTER ROLE grafana_reader SET ${setting}`);
}

const READER_SETTINGS = [
  'default_transaction_read_only = on',
  `statement_timeout = '5s'`,
  `idle_in_transaction_session_timeout = '10s'`,
];

async function ensureRole(owner: Knex, role: string, password: string): Promise<void> {
  await owner.raw(`DO $$ BEGIN
    CREATE ROLE ${role} LOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`);
  // A utility statement takes no bindings.
  await owner.raw(`SELECT set_config('firedrill.password', ?, false)`, [password]);
  await changeRole(
    owner,
    `DO $$ BEGIN EXECUTE format('ALTER ROLE ${role} LOGIN PASSWORD %L', current_setting('firedrill.password')); END $$`,
  );
}

const MAX_TRIES = 50;

async function changeRole(owner: Knex, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.raw(statement);
      return;
    } catch (error) {
      const concurrent = error instanceof Error && error.message.includes('tuple concurrently updated');
      if (!concurrent || attempt === MAX_TRIES) throw error;
    }
  }
}
