/** What the pages need of the shop behind them; amounts in cents. */
export interface Shop {
  listProducts(query: { readonly q?: string | undefined; readonly page: number }): Promise<ProductPage>;
  findProduct(id: number): Promise<Product | undefined>;
  findOrder(id: number): Promise<Order | undefined>;
  /** Orders one line of a cart; the same key again is the same order. */
  placeOrder(request: OrderRequest): Promise<OrderResult>;
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

export const PAYMENT_METHODS = ['card', 'paypal', 'bank_transfer'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export interface Order {
  readonly id: number;
  readonly productId: number;
  readonly quantity: number;
  readonly totalAmountCents: number;
  readonly status: OrderStatus;
  readonly paymentMethod: PaymentMethod;
  readonly orderTime: Date;
}

export interface OrderRequest {
  readonly key: string;
  readonly productId: number;
  readonly quantity: number;
  readonly paymentMethod: PaymentMethod;
}

export type OrderResult = { readonly outcome: 'ordered'; readonly order: Order } | { readonly outcome: 'out_of_stock' };
