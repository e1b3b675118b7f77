import type { Session } from './session';
import type { Product, Shop } from './shop';

/** A product in a cart. */
export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

/** The lines of a cart as the shop knows its products now; what the shop no longer has is left out. */
export async function readCart(session: Session, shop: Shop): Promise<readonly CartLine[]> {
  const lines = await Promise.all(
    [...session.cart].map(async ([productId, quantity]) => ({ product: await shop.findProduct(productId), quantity })),
  );
  return lines.flatMap(({ product, quantity }) => (product === undefined ? [] : [{ product, quantity }]));
}

export function totalCents(lines: readonly CartLine[]): number {
  return lines.reduce((total, { product, quantity }) => total + product.priceCents * quantity, 0);
}
