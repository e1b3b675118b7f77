import { defineEvents } from '@firedrill/telemetry';

const PAYMENT_FIELDS = { orderId: 'number', transactionId: 'number', method: 'string', amount: 'number' } as const;

/** The log events that payment owns; `transactionId` is the payment's id, amounts are integer cents. */
export const EVENTS = defineEvents({
  payment_approved: {
    level: 'info',
    message: 'Payment approved',
    fields: { ...PAYMENT_FIELDS, durationMs: 'number' },
  },
  payment_declined: {
    level: 'warn',
    message: 'Payment declined',
    fields: { ...PAYMENT_FIELDS, durationMs: 'number', reason: 'string' },
  },
  payment_refunded: { level: 'info', message: 'Payment refunded', fields: PAYMENT_FIELDS },
});
