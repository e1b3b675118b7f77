import type { OrderStatus, PaymentMethod } from '@firedrill/db';

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
