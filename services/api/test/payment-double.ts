import { numericFromCents } from '@firedrill/database';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';

/**
 * What the double does with an authorisation: answers, takes the money and falls silent, falls silent, or cuts the
 * connection. Apps may not import apps, so the payment service itself is tested together with api elsewhere.
 */
export type Behaviour = 'approve' | 'decline' | 'charge_and_hang' | 'hang' | 'cut';

/** Chooses for an order; a refund, which names no order, asks for order 0. */
type Choose = (orderId: number) => Behaviour | Promise<Behaviour>;

/** Stands in for the payment service over HTTP and keeps its payments in the table that the service keeps them in. */
export interface PaymentDouble {
  readonly url: string;
  /** Chooses what happens to the next authorisations. */
  behave(choose: Choose): void;
  close(): Promise<void>;
}

export async function startPaymentDouble(knex: Knex): Promise<PaymentDouble> {
  let choose: Choose = () => 'approve';
  const server = createServer((request, response) => {
    answer(knex, choose, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next) => {
      choose = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(knex: Knex, choose: Choose, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const refundOf = /^\/payments\/(\d+)\/refund$/.exec(request.url ?? '')?.[1];
  const behaviour = await choose(refundOf === undefined ? body.orderId : 0);
  if (behaviour === 'cut') request.socket.destroy();
  else if (refundOf !== undefined) send(response, 200, await refund(knex, Number(refundOf)));
  else if (behaviour !== 'hang') {
    const payment = await authorise(knex, body, String(request.headers['idempotency-key']), behaviour);
    if (behaviour !== 'charge_and_hang') send(response, 201, payment);
  }
}

async function refund(knex: Knex, id: number): Promise<object> {
  await knex.raw(`UPDATE payments SET status = 'refunded', refunded_amount = amount WHERE id = ?`, [id]);
  return { payment: { id, status: 'refunded' } };
}

interface Authorisation {
  readonly orderId: number;
  readonly amount: number;
  readonly method: 'card';
}

async function authorise(knex: Knex, body: Authorisation, key: string, behaviour: Behaviour): Promise<object> {
  const declined = behaviour === 'decline';
  await knex('payments')
    .insert({
      order_id: body.orderId,
      amount: numericFromCents(body.amount),
      method: body.method,
      status: declined ? 'declined' : 'approved',
      failure_reason: declined ? 'insufficient_funds' : null,
      idempotency_key: key,
    })
    .onConflict('idempotency_key')
    .ignore();
  const payment = await knex('payments').where({ idempotency_key: key }).first('id', 'status', 'failure_reason');
  return { payment: { id: payment?.id, status: payment?.status, reason: payment?.failure_reason ?? undefined } };
}

async function readJson(request: IncomingMessage): Promise<Authorisation> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Authorisation;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
