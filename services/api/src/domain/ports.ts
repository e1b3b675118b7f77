import type { Order, OrderPage, OrderQuery, OrderRequest } from './order';

/** What came of taking stock for an order. */
export type Reservation =
  | { readonly outcome: 'reserved'; readonly order: Order; readonly stockLevel: number }
  | { readonly outcome: 'repeated'; readonly order: Order }
  | { readonly outcome: 'product_not_found' | 'customer_not_found' | 'insufficient_stock' };

/** The orders of the shop; each command is one transaction that happens whole or not at all. */
export interface OrderStore {
  list(query: OrderQuery): Promise<OrderPage>;
  find(id: number): Promise<Order | undefined>;
  /** Writes a pending order and takes its stock; an order with the same key is returned instead. */
  reserve(request: OrderRequest): Promise<Reservation>;
  /** Marks a pending order paid; undefined when it is no longer pending. */
  markPaid(id: number, paymentId: number): Promise<Order | undefined>;
  /** Gives the stock of a pending order back and marks it failed; undefined when it is no longer pending. */
  markFailed(id: number): Promise<Order | undefined>;
  /** Gives the stock of a paid order back and marks it cancelled; undefined when it is not paid. */
  cancel(id: number): Promise<Order | undefined>;
  /**
   * Settles one order that was left pending for longer than `olderThanMs`: finished when its payment was taken, undone
   * otherwise; undefined when none is left.
   */
  settleAbandoned(olderThanMs: number): Promise<Order | undefined>;
  /** Up to `limit` payments still charged for orders that failed or were cancelled in the last `withinMs`. */
  unduePayments(withinMs: number, limit: number): Promise<readonly ChargedOrder[]>;
}

export interface ChargedOrder {
  readonly orderId: number;
  readonly paymentId: number;
}

/** What payment answered; `unknown` when it did not in time, so that it may have charged or not. */
export type PaymentResult =
  | { readonly outcome: 'approved'; readonly paymentId: number }
  | { readonly outcome: 'declined' | 'unknown'; readonly reason: string };

export interface PaymentGateway {
  /** Charges an order; asking again for the same order answers the same and charges nothing. */
  authorise(order: Order): Promise<PaymentResult>;
  /** Gives the whole payment back; the reason when it could not, undefined when it did. */
  refund(charged: ChargedOrder): Promise<string | undefined>;
}
