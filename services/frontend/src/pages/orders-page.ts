import { priceText } from '../domain/price';
import type { Order, OrderPage } from '../domain/shop';
import { html, type Html } from '../html';
import { STATUS_NAMES, timeText } from './order-page';

/** The orders of a customer. */
export function ordersPage({ orders, page, hasMore }: OrderPage): Html {
  if (orders.length === 0) {
    return html`<h1>Your orders</h1>
      <p>There is nothing here yet. <a href="/">See all products</a></p>`;
  }
  return html`<h1>Your orders</h1>
    <table class="lines">
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Total</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(orderRow)}
      </tbody>
    </table>
    <nav class="pager" aria-label="Pages">
      ${page > 1 && html`<a href="/orders?page=${page - 1}">Newer</a>`}
      ${hasMore && html`<a href="/orders?page=${page + 1}">Older</a>`}
    </nav>`;
}

function orderRow({ id, orderTime, status, totalAmountCents }: Order): Html {
  return html`<tr>
    <th scope="row"><a href="/orders/${id}">Order ${id}</a><br />${timeText(orderTime)}</th>
    <td>${STATUS_NAMES[status]}</td>
    <td class="number">${priceText(totalAmountCents)}</td>
  </tr>`;
}
