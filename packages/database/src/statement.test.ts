import { describeStatement } from './statement';

test.each([
  ['select * from "products" where "id" = ?', 'select', 'products'],
  ['SELECT count(*) FROM public.orders o JOIN payments p ON true', 'select', 'orders'],
  ['select change_stock(?, ?, ?) as level', 'select', 'none'],
  ['/* update products */ select level from change_stock(?) as level', 'update', 'products'],
  ['with moved as (select 1) select * from orders', 'select', 'orders'],
  ['insert into "orders" ("id") values (?)', 'insert', 'orders'],
  ['update "products" set "price" = ?', 'update', 'products'],
  ['delete from "orders"', 'delete', 'orders'],
  ['BEGIN;', 'transaction', 'none'],
  ['ROLLBACK', 'transaction', 'none'],
  ['set search_path to x', 'other', 'none'],
])('%s', (sql, operation, table) => {
  expect(describeStatement(sql)).toEqual({ operation, table });
});
