import type { KillShop, ProcessName } from './kill-shop';

/** What a shopper was told about an order. */
export interface Acknowledgement {
  readonly key: string;
  readonly url: string;
  readonly productId: number;
  readonly status: 'paid' | 'payment_failed' | 'cancelled';
  readonly id: number;
}

export interface KillRound {
  readonly name: string;
  readonly orders: number;
  readonly victim: ProcessName;
  /** The copies of api that the shoppers use. */
  readonly apis: readonly ('api' | 'api-2')[];
}

const AT_ONCE = 10;
const PATIENCE_MS = 30_000;

/**
 * Sends orders and kills the victim after a third and after two thirds of them. Every second shopper tries again until
 * answered, the others go away at the first error; every fifth order that was paid is cancelled.
 */
export async function runKillRound(shop: KillShop, round: KillRound): Promise<readonly Acknowledgement[]> {
  const acknowledged: Acknowledgement[] = [];
  const kills = [Math.floor(round.orders / 3), Math.floor((2 * round.orders) / 3)];
  let next = 0;
  const shopper = async (): Promise<void> => {
    while (next < round.orders) {
      const number = (next += 1);
      // In the middle of the requests of the other shoppers.
      if (kills.includes(number)) setTimeout(() => shop.kill(round.victim), 3 + (number % 7));
      const answer = await placeOrder(shop, round, number);
      if (answer !== undefined) acknowledged.push(answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, shopper));
  await shop.untilRunning();
  return acknowledged;
}

async function placeOrder(shop: KillShop, round: KillRound, number: number): Promise<Acknowledgement | undefined> {
  const { name, apis } = round;
  const key = `${name}-${number}`;
  const url = shop.urls[apis[number % apis.length] ?? 'api'];
  const productId = 1 + (number % 12);
  const patient = number % 2 === 0;
  const answer = await insist(patient, () => post(`${url}/orders`, { productId, quantity: 1 }, key));
  if (answer === undefined) return undefined;
  const { status, body } = answer;
  if (status === 402) return { key, url, productId, status: 'payment_failed', id: body.order?.id ?? 0 };
  if (status !== 201) throw new Error(`${key} was answered ${status}: ${JSON.stringify(body)}`);
  const id = body.id ?? 0;
  if (number % 5 !== 0) return { key, url, productId, status: 'paid', id };
  const cancelled = await insist(true, () => post(`${url}/orders/${id}/cancel`));
  if (cancelled?.status === 200) return { key, url, productId, status: 'cancelled', id };
  // Dispatched before the shopper came through with it.
  return { key, url, productId, status: 'paid', id };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: number; readonly order?: { readonly id: number } };
}

/** Asks again after an error, as a patient shopper does; undefined when there was no answer. */
async function insist(patient: boolean, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return answer;
    if (!patient) return undefined;
    if (Date.now() > giveUpAt) throw new Error('no answer for a patient shopper');
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Repeats the request of an acknowledged order: the id that is answered. */
export async function repeatOrder({ key, url, productId }: Acknowledgement): Promise<number | undefined> {
  const { body } = await post(`${url}/orders`, { productId, quantity: 1 }, key);
  return body.id ?? body.order?.id;
}

async function post(url: string, body?: object, key?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    signal: AbortSignal.timeout(15_000),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
