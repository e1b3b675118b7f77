/** What the pages need of the shop behind them; amounts in cents. */
export interface Shop {
  listProducts(query: { readonly q?: string | undefined; readonly page: number }): Promise<ProductPage>;
  findProduct(id: number): Promise<Product | undefined>;
  findOrder(id: number): Promise<Order | undefined>;
  /** The orders of a customer, the newest first. */
  listOrders(customerId: number, page: number): Promise<OrderPage>;
  /** Orders one line of a cart; the same key again is the same order. */
  placeOrder(request: OrderRequest): Promise<OrderResult>;
  /** False when the order is past the point where it can be cancelled. */
  cancelOrder(id: number): Promise<boolean>;
  logIn(credentials: Credentials): Promise<LoginResult>;
  register(newcomer: Newcomer): Promise<RegisterResult>;
}

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stockLevel: number;
  readonly lowStock: boolean;
}

export interface ProductPage {
  readonly products: readonly Product[];
  readonly page: number;
  readonly limit: number;
  readonly total: number;
}

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

/** The states that an order does not leave. */
export const FINAL_STATUSES: ReadonlySet<OrderStatus> = new Set(['payment_failed', 'delivered', 'cancelled']);

export const PAYMENT_METHODS = ['card', 'paypal', 'bank_transfer'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export interface Order {
  readonly id: number;
  readonly productId: number;
  readonly customerId?: number | undefined;
  readonly quantity: number;
  readonly totalAmountCents: number;
  readonly status: OrderStatus;
  readonly paymentMethod: PaymentMethod;
  readonly orderTime: Date;
  /** Who sends and who drives it, once it is dispatched. */
  readonly supplier?: string | undefined;
  readonly driver?: string | undefined;
  readonly dispatchedAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  readonly page: number;
  readonly hasMore: boolean;
}

export interface OrderRequest {
  readonly key: string;
  readonly productId: number;
  readonly quantity: number;
  readonly paymentMethod: PaymentMethod;
  readonly customerId: number | undefined;
}

export type OrderResult = { readonly outcome: 'ordered'; readonly order: Order } | { readonly outcome: 'out_of_stock' };

export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Newcomer extends Credentials {
  readonly name: string;
}

export type LoginResult =
  { readonly outcome: 'known'; readonly customer: Customer } | { readonly outcome: LoginRefusal };
export type LoginRefusal = 'wrong_credentials' | 'too_many_attempts';

export type RegisterResult =
  { readonly outcome: 'registered'; readonly customer: Customer } | { readonly outcome: RegisterRefusal };
export type RegisterRefusal = 'email_taken' | 'invalid_name' | 'invalid_email' | 'invalid_password';
