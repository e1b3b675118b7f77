import { totalCents, type CartLine } from '../domain/cart';
import { priceText } from '../domain/price';
import type { Session } from '../domain/session';
import type { Product } from '../domain/shop';
import { html, type Html } from '../html';
import { formToken } from './form-token';

/** What is in the cart. */
export function cartPage(session: Session, lines: readonly CartLine[]): Html {
  if (lines.length === 0) {
    return html`<h1>Cart</h1>
      <p>Your cart is empty. <a href="/">See all products</a></p>`;
  }
  return html`<h1>Cart</h1>
    ${cartTable(lines, (product) => removeForm(session, product))}
    <p class="actions"><a class="button" href="/checkout">Check out</a> <a href="/">Go on shopping</a></p>`;
}

/** The lines of a cart with their total; `control` stands below each product's name. */
export function cartTable(lines: readonly CartLine[], control?: (product: Product) => Html): Html {
  return html`<table class="lines">
    <thead>
      <tr>
        <th scope="col">Product</th>
        <th scope="col" class="number">Quantity</th>
        <th scope="col" class="number">Price</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => cartRow(line, control))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" colspan="2">Total</th>
        <td class="number">${priceText(totalCents(lines))}</td>
      </tr>
    </tfoot>
  </table>`;
}

function cartRow({ product, quantity }: CartLine, control?: (product: Product) => Html): Html {
  const { id, name, priceCents, stockLevel } = product;
  const shortage = quantity > stockLevel && html`<br /><span class="stock none">Only ${stockLevel} left</span>`;
  return html`<tr>
    <th scope="row"><a href="/products/${id}">${name}</a>${shortage} ${control?.(product)}</th>
    <td class="number">${quantity}</td>
    <td class="number">${priceText(priceCents * quantity)}</td>
  </tr>`;
}

function removeForm(session: Session, { id, name }: Product): Html {
  return html`<form method="post" action="/cart/remove">
    ${formToken(session)}<input type="hidden" name="productId" value="${id}" />
    <button class="quiet" aria-label="Remove ${name}">Remove</button>
  </form>`;
}
