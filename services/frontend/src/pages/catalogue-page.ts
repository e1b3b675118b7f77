import { priceText } from '../domain/price';
import type { Product, ProductPage } from '../domain/shop';
import { html, type Html } from '../html';
import { productPicture } from './product-picture';

/** The list of products with search and paging. */
export function cataloguePage(page: ProductPage, q: string): Html {
  return html`<h1>${q === '' ? 'Everything for the emergency' : `Search: ${q}`}</h1>
    <form class="search" method="get" action="/" role="search">
      <label for="q">Search products</label>
      <div class="row"><input id="q" name="q" type="search" maxlength="100" value="${q}" /><button>Search</button></div>
    </form>
    ${
      page.products.length === 0
        ? html`<p>No product is called that. <a href="/">See all products</a></p>`
        : html`<ul class="products">
            ${page.products.map(productCard)}
          </ul>`
    }
    ${pager(page, q)}`;
}

function productCard(product: Product): Html {
  return html`<li class="card">
    <a href="/products/${product.id}">
      ${productPicture(product)}
      <span class="name">${product.name}</span>
      <span class="price">${priceText(product.priceCents)}</span>
      ${stockText(product)}
    </a>
  </li> `;
}

/** How many are left, as shoppers are told. */
export function stockText({ stockLevel, lowStock }: Product): Html {
  if (stockLevel === 0) return html`<span class="stock none">Sold out</span>`;
  if (lowStock) return html`<span class="stock low">Only ${stockLevel} left</span>`;
  return html`<span class="stock">In stock</span>`;
}

function pager({ page, limit, total }: ProductPage, q: string): Html {
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1) return html``;
  const link = (target: number, label: string): Html => {
    const search = new URLSearchParams({ ...(q !== '' && { q }), page: String(target) });
    return html`<a href="/?${search.toString()}">${label}</a>`;
  };
  return html`<nav class="pager" aria-label="Pages">
    ${page > 1 && link(page - 1, 'Previous')}
    <span>Page ${page} of ${last}</span> ${page < last && link(page + 1, 'Next')}
  </nav>`;
}
