import { priceText } from '../domain/price';
import type { Purchase } from '../domain/session';
import type { Order, OrderStatus, Product } from '../domain/shop';
import { html, type Html } from '../html';
import { METHOD_NAMES } from './checkout-page';

/** One order and where it is; `purchase` is the checkout it came from, when it was this shopper's last. */
export function orderPage(order: Order, product: Product | undefined, purchase: Purchase | undefined): Html {
  const { heading, text } = STATUS_TEXTS[order.status];
  const time = order.orderTime.toISOString();
  return html`<h1>${heading}</h1>
    <p class="status ${order.status}" data-order-status="${order.status}" role="status">${text}</p>
    <dl class="facts">
      <dt>Order</dt>
      <dd>${order.id}</dd>
      <dt>Product</dt>
      <dd>
        ${order.quantity} ×
        ${product === undefined ? `product ${order.productId}` : html`<a href="/products/${product.id}">${product.name}</a>`}
      </dd>
      <dt>Total</dt>
      <dd>${priceText(order.totalAmountCents)}</dd>
      <dt>Payment</dt>
      <dd>${METHOD_NAMES[order.paymentMethod]}</dd>
      <dt>Ordered</dt>
      <dd>
        <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time>
      </dd>
    </dl>
    ${purchase !== undefined && restOfPurchase(order, purchase)}
    <p class="actions"><a class="button" href="/">Back to the catalogue</a></p>`;
}

function restOfPurchase(order: Order, { orderIds, refused }: Purchase): Html {
  const others = orderIds.filter((id) => id !== order.id);
  const links = others.map((id) => html`<li><a href="/orders/${id}">Order ${id}</a></li>`);
  const together = html`<h2>Ordered together</h2>
    <ul>
      ${links}
    </ul>`;
  const missing = html`<p class="notice">
    Not ordered, because there are not that many left: ${refused.join(', ')}. <a href="/cart">Back to the cart</a>
  </p>`;
  return html`${others.length > 0 && together} ${refused.length > 0 && missing}`;
}

const STATUS_TEXTS: Readonly<Record<OrderStatus, { readonly heading: string; readonly text: string }>> = {
  pending: { heading: 'Thank you', text: 'We are waiting for your payment. This page looks again by itself.' },
  paid: { heading: 'Thank you', text: 'Your order is paid and will be dispatched soon.' },
  payment_failed: {
    heading: 'The payment failed',
    text: 'You were not charged, and nothing will be sent. You can order again with another method.',
  },
  dispatched: { heading: 'On its way', text: 'Your order has left our warehouse.' },
  in_transit: { heading: 'On its way', text: 'A driver has your order.' },
  delivered: { heading: 'Delivered', text: 'Your order has arrived.' },
  cancelled: { heading: 'Cancelled', text: 'Your order was cancelled and the payment given back.' },
};
