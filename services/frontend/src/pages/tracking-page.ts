import { FINAL_STATUSES, type Order, type OrderStatus, type Product } from '../domain/shop';
import { html, type Html } from '../html';
import { productLine, STATUS_TEXTS, timeText } from './order-page';

/** Where an order is, step by step. */
export function trackingPage(order: Order, product: Product | undefined): Html {
  const { heading, text } = STATUS_TEXTS[order.status];
  const reached = STEPS.findIndex(({ status }) => status === order.status);
  return html`<h1>${heading}</h1>
    <p class="status ${order.status}" data-order-status="${order.status}" role="status">${text}</p>
    <p>Order ${order.id}: ${productLine(order, product)}</p>
    ${
      reached >= 0 &&
      html`<ol class="steps">
        ${STEPS.map((step, index) => stepItem(step, order, index <= reached, index === reached))}
      </ol>`
    }
    ${order.driver !== undefined && html`<p>${order.driver} of ${order.supplier} brings it.</p>`}
    ${!FINAL_STATUSES.has(order.status) && html`<p class="quiet">This page follows the order by itself.</p>`}
    <p class="actions">
      <a class="button" href="/orders/${order.id}">The order</a> <a href="/">Back to the catalogue</a>
    </p>`;
}

interface TrackingStep {
  readonly status: OrderStatus;
  readonly name: string;
  readonly timeOf?: (order: Order) => Date | undefined;
}

const STEPS: readonly TrackingStep[] = [
  { status: 'pending', name: 'Ordered', timeOf: ({ orderTime }) => orderTime },
  { status: 'paid', name: 'Paid' },
  { status: 'dispatched', name: 'Dispatched', timeOf: ({ dispatchedAt }) => dispatchedAt },
  { status: 'in_transit', name: 'On the road' },
  { status: 'delivered', name: 'Delivered', timeOf: ({ deliveredAt }) => deliveredAt },
];

function stepItem({ name, timeOf }: TrackingStep, order: Order, done: boolean, current: boolean): Html {
  const time = done ? timeOf?.(order) : undefined;
  return html`<li class="${done && 'done'}" ${current && html`aria-current="step"`}>
    ${name}${!done && html`<span class="unseen"> (not yet)</span>`} ${time !== undefined && timeText(time)}
  </li>`;
}
