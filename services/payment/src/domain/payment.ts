import type { PaymentMethod, PaymentStatus } from '@firedrill/db';

/** One attempt to pay for an order; amounts are integer cents. */
export interface Payment {
  readonly id: number;
  readonly orderId: number;
  readonly amount: number;
  readonly refundedAmount: number;
  readonly method: PaymentMethod;
  readonly status: PaymentStatus;
  /** Why it was declined. */
  readonly reason: DeclineReason | undefined;
  readonly createdAt: Date;
}

/** What a payment is asked for. */
export type PaymentRequest = Pick<Payment, 'orderId' | 'amount' | 'method'> & { readonly idempotencyKey: string };

/** What a refund is asked for: so many cents, all that is left without an amount. */
export interface RefundRequest {
  readonly paymentId: number;
  readonly amount: number | undefined;
  readonly idempotencyKey: string | undefined;
}

export interface Refund {
  readonly payment: Payment;
  /** The cents that went back this time. */
  readonly refunded: number;
}

export const DECLINE_REASONS = ['gateway_timeout', 'insufficient_funds', 'card_expired', 'fraud_suspected'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** What the gateway says to a request; undefined for yes. */
export type Decision = { readonly declined: DeclineReason } | undefined;

/** Who moves the money. The same key is decided the same way, however often it asks. */
export interface PaymentGateway {
  authorise(request: PaymentRequest): Promise<Decision>;
}

/** Where payments are kept. */
export interface PaymentStore {
  find(id: number): Promise<Payment | undefined>;
  findByKey(idempotencyKey: string): Promise<Payment | undefined>;
  listByOrder(orderId: number): Promise<readonly Payment[]>;
  /** Undefined when the key exists by now. Throws `order_already_paid` and `order_not_found`. */
  add(request: PaymentRequest, decision: Decision): Promise<Payment | undefined>;
  /**
   * Changes a payment that nobody else changes meanwhile, and keeps the refund under its key; one whose key is known
   * changes nothing. Undefined when there is no such payment. Throws `idempotency_conflict` and what `change` throws.
   */
  refund(request: RefundRequest, change: (payment: Payment) => Payment): Promise<Refund | undefined>;
}
