import { priceText } from '../domain/price';
import type { Purchase } from '../domain/session';
import type { Order, OrderStatus, Product } from '../domain/shop';
import { html, type Html } from '../html';
import { METHOD_NAMES } from './checkout-page';

/** What an order page shows beside the order. */
export interface OrderView {
  readonly product: Product | undefined;
  /** The checkout it came from, when it was this shopper's last. */
  readonly purchase: Purchase | undefined;
  /** The form that cancels it, where this shopper may. */
  readonly cancelForm: Html | undefined;
}

/** One order and what can be done about it. */
export function orderPage(order: Order, { product, purchase, cancelForm }: OrderView): Html {
  const { heading, text } = STATUS_TEXTS[order.status];
  return html`<h1>${heading}</h1>
    <p class="status ${order.status}" data-order-status="${order.status}" role="status">${text}</p>
    <dl class="facts">
      <dt>Order</dt>
      <dd>${order.id}</dd>
      <dt>Product</dt>
      <dd>${productLine(order, product)}</dd>
      <dt>Total</dt>
      <dd>${priceText(order.totalAmountCents)}</dd>
      <dt>Payment</dt>
      <dd>${METHOD_NAMES[order.paymentMethod]}</dd>
      <dt>Ordered</dt>
      <dd>${timeText(order.orderTime)}</dd>
    </dl>
    ${purchase !== undefined && restOfPurchase(order, purchase)}
    <div class="actions">
      ${TRACKABLE.has(order.status) && html`<a class="button" href="/track/${order.id}">Track this order</a>`}
      ${cancelForm} <a href="/">Back to the catalogue</a>
    </div>`;
}

/** What was ordered, in one line. */
export function productLine({ quantity, productId }: Order, product: Product | undefined): Html {
  const name =
    product === undefined ? html`product ${productId}` : html`<a href="/products/${product.id}">${product.name}</a>`;
  return html`${quantity} × ${name}`;
}

/** A moment as shoppers read it. */
export function timeText(time: Date): Html {
  const iso = time.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
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

const TRACKABLE: ReadonlySet<OrderStatus> = new Set(['pending', 'paid', 'dispatched', 'in_transit', 'delivered']);

/** The state of an order in a few words. */
export const STATUS_NAMES: Readonly<Record<OrderStatus, string>> = {
  pending: 'Waiting for the payment',
  paid: 'Paid',
  payment_failed: 'Payment failed',
  dispatched: 'Dispatched',
  in_transit: 'On the road',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
};

/** The state of an order as its pages say it. */
export const STATUS_TEXTS: Readonly<Record<OrderStatus, { readonly heading: string; readonly text: string }>> = {
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
