import { totalCents, type CartLine } from '../domain/cart';
import { priceText } from '../domain/price';
import type { PaymentMethod } from '../domain/shop';
import { html, type Html } from '../html';
import { cartTable } from './cart-page';

/** The last page before the purchase. */
export function checkoutPage(lines: readonly CartLine[], checkoutId: string): Html {
  return html`<h1>Checkout</h1>
    ${cartTable(lines)}
    <form method="post" action="/checkout" class="checkout">
      <input type="hidden" name="checkoutId" value="${checkoutId}" />
      <fieldset>
        <legend>How would you like to pay?</legend>
        ${Object.entries(METHOD_NAMES).map(
          ([method, name], index) =>
            html`<label
              ><input type="radio" name="paymentMethod" value="${method}" required${index === 0 && html` checked`} />
              ${name}</label
            > `,
        )}
      </fieldset>
      <p class="actions">
        <button>Buy for ${priceText(totalCents(lines))}</button> <a href="/cart">Back to the cart</a>
      </p>
    </form>`;
}

/** The payment methods as shoppers know them. */
export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  card: 'Card',
  paypal: 'PayPal',
  bank_transfer: 'Bank transfer',
};
