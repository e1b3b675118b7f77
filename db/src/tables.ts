import type { Knex } from 'knex';
import type { Driver, Supplier } from './fleet';

export const ORDER_STATUSES = [
  'pending',
  'paid',
  'payment_failed',
  'dispatched',
  'in_transit',
  'delivered',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PAYMENT_METHODS = ['card', 'paypal', 'bank_transfer'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const PAYMENT_STATUSES = ['approved', 'declined', 'refunded'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export type MovementReason = 'initial' | 'order' | 'order_returned' | 'restock' | 'correction';

/** Amounts are `numeric(12,2)`, which PostgreSQL sends as text such as `'12.90'`. */
export interface ProductRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly price: string;
  readonly stock_level: number;
  readonly low_stock_threshold: number;
  readonly last_updated: Date;
}

export interface OrderRow {
  readonly id: number;
  readonly product_id: number;
  readonly customer_id: number | null;
  readonly quantity: number;
  readonly total_amount: string;
  readonly order_status: OrderStatus;
  readonly payment_method: PaymentMethod;
  readonly order_time: Date;
  readonly idempotency_key: string;
  readonly payment_id: number | null;
  readonly supplier: Supplier | null;
  readonly driver: Driver | null;
  readonly dispatched_at: Date | null;
  readonly delivered_at: Date | null;
  readonly updated_at: Date;
}

export interface CustomerRow {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly password_hash: string;
  readonly created_at: Date;
}

export interface LoginAttemptRow {
  readonly id: number;
  readonly email: string;
  readonly ip_address: string;
  readonly success: boolean;
  readonly attempt_time: Date;
}

export interface PaymentRow {
  readonly id: number;
  readonly order_id: number;
  readonly amount: string;
  readonly refunded_amount: string;
  readonly method: PaymentMethod;
  readonly status: PaymentStatus;
  readonly failure_reason: string | null;
  readonly idempotency_key: string;
  readonly created_at: Date;
}

export interface RefundRow {
  readonly id: number;
  readonly payment_id: number;
  readonly amount: string;
  readonly idempotency_key: string | null;
  readonly created_at: Date;
}

export interface StockMovementRow {
  readonly id: number;
  readonly product_id: number;
  readonly delta: number;
  readonly reason: MovementReason;
  readonly order_id: number | null;
  readonly moved_at: Date;
}

/** Orders of an hour that have a status; several rows, one a slot, belong together. */
export interface OrderTotalRow {
  readonly hour: Date;
  readonly order_status: OrderStatus;
  readonly slot: number;
  readonly orders: number;
  readonly total_amount: string;
}

/** Deliveries of an hour; `seconds` is the sum of the times from dispatch to delivery. */
export interface DeliveryTotalRow {
  readonly hour: Date;
  readonly supplier: string;
  readonly driver: string;
  readonly deliveries: number;
  readonly seconds: number;
}

/** A table whose rows are inserted without what the database fills in. */
type Table<Row, Required extends keyof Row> = Knex.CompositeTableType<
  Row,
  Pick<Row, Required> & Partial<Omit<Row, Required>>,
  Partial<Row>
>;

declare module 'knex/types/tables' {
  interface Tables {
    products: Table<ProductRow, 'name' | 'price'>;
    orders: Table<OrderRow, 'product_id' | 'quantity' | 'total_amount' | 'payment_method' | 'idempotency_key'>;
    customers: Table<CustomerRow, 'email' | 'name' | 'password_hash'>;
    login_attempts: Table<LoginAttemptRow, 'email' | 'ip_address' | 'success'>;
    payments: Table<PaymentRow, 'order_id' | 'amount' | 'method' | 'status' | 'idempotency_key'>;
    refunds: Table<RefundRow, 'payment_id' | 'amount'>;
    stock_movements: Table<StockMovementRow, 'product_id' | 'delta' | 'reason'>;
    order_totals: OrderTotalRow;
    delivery_totals: DeliveryTotalRow;
  }
}
