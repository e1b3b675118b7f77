import type { Driver, OrderStatus, PaymentMethod, Supplier } from '@firedrill/db';

/** What a customer asks for; the key makes a repeated request the same order. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  readonly productId: number;
  readonly quantity: number;
  readonly paymentMethod: PaymentMethod;
  readonly customerId: number | undefined;
}

export interface Order {
  readonly id: number;
  readonly productId: number;
  readonly customerId: number | undefined;
  readonly quantity: number;
  readonly totalAmountCents: number;
  readonly status: OrderStatus;
  readonly paymentMethod: PaymentMethod;
  readonly paymentId: number | undefined;
  readonly orderTime: Date;
  readonly updatedAt: Date;
  /** Who delivers it, from its dispatch on. */
  readonly supplier: Supplier | undefined;
  readonly driver: Driver | undefined;
  readonly dispatchedAt: Date | undefined;
  readonly deliveredAt: Date | undefined;
}

/** Which orders to list, newest first. */
export interface OrderQuery {
  readonly status?: OrderStatus | undefined;
  readonly customer?: number | undefined;
  readonly page: number;
  readonly limit: number;
}

/** No total: counting would cost more than the page itself when there are many orders. */
export interface OrderPage {
  readonly orders: readonly Order[];
  readonly page: number;
  readonly limit: number;
  readonly hasMore: boolean;
}

/** Whether an order is what a repeated request with the same key asks for. */
export function isSameRequest(order: Order, request: OrderRequest): boolean {
  return (
    order.productId === request.productId &&
    order.quantity === request.quantity &&
    order.paymentMethod === request.paymentMethod &&
    order.customerId === request.customerId
  );
}
