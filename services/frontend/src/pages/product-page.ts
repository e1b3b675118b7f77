import { priceText } from '../domain/price';
import type { Session } from '../domain/session';
import type { Product } from '../domain/shop';
import { html, type Html } from '../html';
import { stockText } from './catalogue-page';
import { formToken } from './form-token';
import { productPicture } from './product-picture';

/** One product with the form that puts it into the cart. */
export function productPage(session: Session, product: Product): Html {
  return html`<p class="crumbs"><a href="/">Catalogue</a></p>
    <article class="product">
      ${productPicture(product)}
      <div>
        <h1>${product.name}</h1>
        <p class="price">${priceText(product.priceCents)}</p>
        <p>${stockText(product)}</p>
        <p>${product.description}</p>
        ${product.stockLevel === 0 ? html`<p>It will be back soon; the supplier delivers all day.</p>` : orderForm(session, product)}
      </div>
    </article>`;
}

function orderForm(session: Session, { id, stockLevel }: Product): Html {
  return html`<form method="post" action="/cart">
    ${formToken(session)}<input type="hidden" name="productId" value="${id}" />
    <label for="quantity">Quantity</label>
    <div class="row">
      <input
        id="quantity"
        name="quantity"
        type="number"
        inputmode="numeric"
        min="1"
        max="${Math.min(99, stockLevel)}"
        value="1"
        required
      />
      <button>Add to cart</button>
    </div>
  </form>`;
}
