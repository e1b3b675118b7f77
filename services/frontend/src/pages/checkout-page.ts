import { totalCents, type CartLine } from '../domain/cart';
import { priceText } from '../domain/price';
import type { Session } from '../domain/session';
import type { PaymentMethod } from '../domain/shop';
import { html, type Html } from '../html';
import { cartTable } from './cart-page';
import { formToken } from './form-token';

/** The last page before the purchase. */
export function checkoutPage(session: Session, lines: readonly CartLine[]): Html {
  return html`<h1>Checkout</h1>
    ${cartTable(lines)}
    <p class="quiet">${buyer(session)}</p>
    <form method="post" action="/checkout" class="checkout">
      ${formToken(session)}<input type="hidden" name="checkoutId" value="${session.checkoutId}" />
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

function buyer({ customer }: Session): Html {
  if (customer !== undefined) return html`You buy as ${customer.name} (${customer.email}).`;
  return html`You buy as a guest. <a href="/login?next=%2Fcheckout">Log in</a> to keep the order with your others.`;
}

/** The payment methods as shoppers know them. */
export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  card: 'Card',
  paypal: 'PayPal',
  bank_transfer: 'Bank transfer',
};
