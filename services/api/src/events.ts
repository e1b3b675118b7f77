import { defineEvents } from '@firedrill/telemetry';

/** The log events that api owns; amounts are integer cents. */
export const EVENTS = defineEvents({
  product_queried: {
    level: 'info',
    message: 'Products were read',
    fields: { productId: 'number?', results: 'number' },
  },
  stock_reserved: {
    level: 'info',
    message: 'Stock was taken for an order',
    fields: { orderId: 'number', productId: 'number', quantity: 'number', stockLevel: 'number' },
  },
  order_created: {
    level: 'info',
    message: 'Order created',
    fields: { orderId: 'number', productId: 'number', quantity: 'number', totalAmountCents: 'number' },
  },
  order_paid: { level: 'info', message: 'Order paid', fields: { orderId: 'number', paymentId: 'number' } },
  order_failed: { level: 'warn', message: 'Order failed', fields: { orderId: 'number', reason: 'string' } },
  order_cancelled: { level: 'info', message: 'Order cancelled', fields: { orderId: 'number' } },
  order_dispatched: {
    level: 'info',
    message: 'Order handed to a driver',
    fields: { orderId: 'number', supplier: 'string', driver: 'string' },
  },
  order_in_transit: {
    level: 'info',
    message: 'Order on its way',
    fields: { orderId: 'number', supplier: 'string', driver: 'string' },
  },
  order_delivered: {
    level: 'info',
    message: 'Order delivered',
    fields: { orderId: 'number', supplier: 'string', driver: 'string', durationMs: 'number' },
  },
  customer_registered: { level: 'info', message: 'Customer registered', fields: { customerId: 'number' } },
  login_failed: {
    level: 'warn',
    message: 'A log-in failed',
    fields: { customerId: 'number?', ipAddress: 'string', reason: 'string' },
  },
  order_reconciled: {
    level: 'warn',
    message: 'An order that was left pending was finished or undone',
    fields: { orderId: 'number', status: 'string' },
  },
  refund_failed: {
    level: 'error',
    message: 'A payment could not be refunded; the reconciler tries again',
    fields: { orderId: 'number', paymentId: 'number', reason: 'string' },
  },
});
