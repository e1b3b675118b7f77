import { UpstreamError, type CallContext, type HttpClient } from '@firedrill/service-kit';
import { z } from 'zod';
import type { PaymentGateway, PaymentResult } from '../domain/ports';

/** The payment service over HTTP, for one request, whose id and trace go along. */
export function paymentGateway(client: HttpClient, context: CallContext): PaymentGateway {
  return {
    authorise: async (order) => {
      try {
        const { status, body } = await client.request(
          {
            method: 'POST',
            path: '/payments',
            headers: { 'idempotency-key': `order-${order.id}` },
            body: { orderId: order.id, amount: order.totalAmountCents, method: order.paymentMethod },
          },
          context,
        );
        return resultOf(status, body);
      } catch (error) {
        if (error instanceof UpstreamError) return { outcome: 'unknown', reason: `payment_${error.reason}` };
        throw error;
      }
    },
    refund: async ({ orderId, paymentId }) => {
      try {
        const { status } = await client.request(
          {
            method: 'POST',
            path: `/payments/${paymentId}/refund`,
            headers: { 'idempotency-key': `refund-order-${orderId}` },
            body: {},
          },
          context,
        );
        return status < 300 ? undefined : `payment answered ${status}`;
      } catch (error) {
        if (error instanceof UpstreamError) return `payment_${error.reason}`;
        throw error;
      }
    },
  };
}

const ANSWER = z.object({
  payment: z.discriminatedUnion('status', [
    z.object({ status: z.literal('approved'), id: z.number().int() }),
    z.object({ status: z.literal('declined'), reason: z.string() }),
    z.object({ status: z.literal('refunded') }),
  ]),
});
const REFUSED = z.object({ error: z.object({ code: z.string() }) });

function resultOf(status: number, body: unknown): PaymentResult {
  const answer = ANSWER.safeParse(body);
  if (!answer.success) {
    const refused = REFUSED.safeParse(body);
    return { outcome: 'unknown', reason: refused.success ? refused.data.error.code : `payment_answered_${status}` };
  }
  const { payment } = answer.data;
  switch (payment.status) {
    case 'approved':
      return { outcome: 'approved', paymentId: payment.id };
    case 'declined':
      return { outcome: 'declined', reason: payment.reason };
    case 'refunded':
      return { outcome: 'declined', reason: 'payment_refunded' };
  }
}
