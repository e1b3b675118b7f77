/** A product as customers see it. */
export interface Product {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stockLevel: number;
  readonly lowStock: boolean;
}

export interface ProductQuery {
  readonly page: number;
  readonly limit: number;
  /** Words that name or description contain, in any case. */
  readonly q?: string | undefined;
}

export interface ProductPage {
  readonly products: readonly Product[];
  readonly page: number;
  readonly limit: number;
  readonly total: number;
}

export interface ProductStore {
  find(id: number): Promise<Product | undefined>;
  list(query: ProductQuery): Promise<ProductPage>;
}
