import type { Migration } from '@firedrill/database';
import * as catalogue from './migrations/catalogue';
import * as grants from './migrations/grants';
import * as orderTotals from './migrations/order-totals';
import * as orders from './migrations/orders';
import * as refunds from './migrations/refunds';
import * as stockLedger from './migrations/stock-ledger';
import * as stockNotify from './migrations/stock-notify';
import * as views from './migrations/views';

/** Every migration in the order it runs; a name is recorded in the database and never changes. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-catalogue', ...catalogue },
  { name: '0002-orders', ...orders },
  { name: '0003-stock-ledger', ...stockLedger },
  { name: '0004-order-totals', ...orderTotals },
  { name: '0005-views', ...views },
  { name: '0006-grants', ...grants },
  { name: '0007-stock-notify', ...stockNotify },
  { name: '0008-refunds', ...refunds },
];
