import { migrateDown, migrateUp } from '@firedrill/database';
import { MIGRATIONS } from './migrations';
import { asOwner } from './owner';
import { ensureRoles, type RolePasswords } from './roles';

/**
 * Brings the database to the newest schema and makes the roles `shop` and `grafana_reader`; the names of the migrations
 * that ran. Any number of processes may call it at once, for one database or for several of one server.
 */
export async function migrate(ownerUrl: string, passwords: RolePasswords = {}): Promise<readonly string[]> {
  await asOwner(ownerUrl, (owner) => ensureRoles(owner, passwords));
  return migrateUp(ownerUrl, MIGRATIONS);
}

/** Takes every migration back; the roles stay, because other databases of the server may use them. */
export async function unmigrate(ownerUrl: string): Promise<readonly string[]> {
  return migrateDown(ownerUrl, MIGRATIONS);
}
