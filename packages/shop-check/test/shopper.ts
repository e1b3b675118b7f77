import { setTimeout as wait } from 'node:timers/promises';
import type { RunningShop, ServiceName } from '../src/run-shop';

const PATIENCE_MS = 60_000;

/** Does with the shop what people do. */
export class Shopper {
  readonly #shop: RunningShop;
  #cookie = '';
  #keys = 0;
  #delivering: unknown;

  constructor(shop: RunningShop) {
    this.#shop = shop;
  }

  /** Pays for an order that is then on its way. */
  async buy(): Promise<void> {
    this.#delivering = (await this.#placeOrder({ productId: 1, quantity: 1, paymentMethod: 'card' })).id;
  }

  /** Waits for the order of `buy`. */
  async delivered(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const { status } = await this.#read('api', `/orders/${String(this.#delivering)}`);
      if (status === 'delivered') return;
      if (performance.now() > end) throw new Error(`the order is still ${String(status)}`);
      await wait(500);
    }
  }

  async order(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.#placeOrder({ productId: 2, quantity: 1, paymentMethod: 'paypal' });
    }
  }

  /** What the rules of the business refuse, and a cancel. */
  async misuse(): Promise<void> {
    const customer = { email: 'ann@example.com', name: 'Ann', password: 'a long password' };
    await this.#post('api', '/customers', customer);
    await this.#post('api', '/customers', customer);
    await this.#post('api', '/login', { email: customer.email, password: 'wrong password' });
    await this.#post('api', '/login', customer);
    await this.#placeOrder({ productId: 1, quantity: 1000, paymentMethod: 'card' });
    const order = await this.#placeOrder({ productId: 3, quantity: 1, paymentMethod: 'card' });
    await this.#post('api', `/orders/${String(order.id)}/cancel`, {});
    const { payments } = await this.#read('payment', `/payments?order=${String(order.id)}`);
    const [payment] = payments as readonly { readonly id: number }[];
    await this.#post('payment', `/payments/${payment?.id ?? 1}/refund`, { amount: 100_000_000 });
    await this.#post('inventory', '/inventory/5/recount', { counted: 20 });
    await this.#post('inventory', '/inventory/6/recount', { counted: 1 });
    await this.#post('inventory', '/inventory/7/recount', { counted: 1_000_000 });
    await this.#post('inventory', '/inventory/7/restock', { quantity: 1 });
    await wait(2_500);
  }

  /** Looks at a product, puts it into the cart and takes it out again. */
  async browse(): Promise<void> {
    await this.look('/?q=mug');
    const product = await this.look('/products/1');
    const csrf = /name="csrf" value="([^"]*)"/.exec(product)?.[1] ?? '';
    await this.#submit('/cart', { productId: '1', quantity: '1', csrf });
    await this.look('/cart');
    await this.#submit('/cart/remove', { productId: '1', csrf });
  }

  /** One request to each service. */
  async readAll(): Promise<void> {
    await Promise.all([
      this.#read('api', '/products/1'),
      this.look('/products/1'),
      this.#read('payment', '/payments/1'),
      this.#read('inventory', '/inventory/1'),
    ]);
  }

  /** Opens a page of frontend. */
  async look(path: string): Promise<string> {
    return this.#keep(await fetch(this.#shop.url('frontend') + path, { headers: { cookie: this.#cookie } }));
  }

  async #placeOrder(body: object): Promise<Record<string, unknown>> {
    this.#keys += 1;
    const answer = await this.#post('api', '/orders', body, { 'idempotency-key': `walk-${this.#keys}` });
    return (answer.order ?? answer) as Record<string, unknown>;
  }

  async #read(service: ServiceName, path: string): Promise<Record<string, unknown>> {
    const answer = (await (await fetch(this.#shop.url(service) + path)).json()) as Record<string, unknown>;
    return (answer.order ?? answer) as Record<string, unknown>;
  }

  async #post(
    service: ServiceName,
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.#shop.url(service) + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  async #submit(path: string, fields: Record<string, string>): Promise<string> {
    const response = await fetch(this.#shop.url('frontend') + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie },
      body: new URLSearchParams(fields),
    });
    return this.#keep(response);
  }

  async #keep(response: Response): Promise<string> {
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    return response.text();
  }
}
