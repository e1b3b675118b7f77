import type { Migration } from '@firedrill/database';
import * as catalogue from './migrations/catalogue';
import * as grants from './migrations/grants';
import * as orders from './migrations/orders';
import * as stockLedger from './migrations/stock-ledger';
import * as views from './migrations/views';

/** Every migration in the order it runs; a name is recorded in the database and never changes. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-catalogue', ...catalogue },
  { name: '0002-orders', ...orders },
  { name: '0003-stock-ledger', ...stockLedger },
  { name: '0004-views', ...views },
  { name: '0005-grants', ...grants },
];
