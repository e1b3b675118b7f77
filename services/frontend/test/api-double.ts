import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next orders end; `broken` and `text` are answers that api never means to give. */
export type OrderMode = 'paid' | 'pending' | 'payment_failed' | 'out_of_stock' | 'broken' | 'text';

/**
 * Stands in for api over HTTP (apps may not import apps): three products, one of them sold out and one with a name that
 * is markup, orders kept by their key, and the customer CUSTOMER with PASSWORD.
 */
export interface ApiDouble {
  readonly url: string;
  readonly orders: Map<string, Readonly<Record<string, unknown>>>;
  /** The headers of the last request. */
  lastHeaders(): IncomingHttpHeaders;
  /** Changes the order with this number. */
  changeOrder(id: number, change: Readonly<Record<string, unknown>>): void;
  /** By product id; `paid` where nothing is said. */
  answerOrders(modes: Readonly<Record<number, OrderMode>>): void;
  close(): Promise<void>;
}

export const PRODUCTS = [
  { id: 1, name: 'Hand bell', description: 'Brass.', priceCents: 4200, stockLevel: 120, lowStock: false },
  {
    id: 2,
    name: '<b>Torch</b> & "lamp"',
    description: '<script>alert(1)</script>',
    priceCents: 2750,
    stockLevel: 3,
    lowStock: true,
  },
  { id: 3, name: 'Fire bucket', description: 'Red.', priceCents: 3450, stockLevel: 0, lowStock: true },
];

export const CUSTOMER = { id: 7, email: 'ada@example.com', name: '<i>Ada</i>' };
export const PASSWORD = 'open sesame';

export async function startApiDouble(): Promise<ApiDouble> {
  const orders: ApiDouble['orders'] = new Map();
  let modes: Readonly<Record<number, OrderMode>> = {};
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    void answer(request, orders, modes).then(({ status, body }) => send(response, status, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    orders,
    lastHeaders: () => headers,
    changeOrder: (id, change) => {
      for (const [key, order] of orders) if (order.id === id) orders.set(key, { ...order, ...change });
    },
    answerOrders: (next) => {
      modes = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface DoubleAnswer {
  readonly status: number;
  readonly body: unknown;
}

const NOT_FOUND: DoubleAnswer = { status: 404, body: { error: { code: 'not_found' } } };

async function answer(
  request: IncomingMessage,
  orders: ApiDouble['orders'],
  modes: Readonly<Record<number, OrderMode>>,
): Promise<DoubleAnswer> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://double');
  const id = Number(pathname.split('/')[2]);
  if (request.method === 'POST') {
    const body = await readJson(request);
    if (pathname === '/orders') return placeOrder(body, String(request.headers['idempotency-key']), orders, modes);
    if (pathname.endsWith('/cancel')) return cancelOrder(id, orders);
    return pathname === '/login' ? logIn(body) : register(body);
  }
  if (pathname === '/orders') {
    const own = [...orders.values()].filter(({ customerId }) => customerId === Number(searchParams.get('customer')));
    return { status: 200, body: { orders: own, page: 1, limit: 24, hasMore: true } };
  }
  if (pathname === '/healthz') return { status: 200, body: { status: 'ok' } };
  if (pathname === '/products') {
    const found = PRODUCTS.filter(({ name }) =>
      name.toLowerCase().includes((searchParams.get('q') ?? '').toLowerCase()),
    );
    return {
      status: 200,
      body: {
        products: found,
        page: Number(searchParams.get('page')),
        limit: 24,
        total: searchParams.has('q') ? found.length : 60,
      },
    };
  }
  const found = pathname.startsWith('/products/')
    ? PRODUCTS.find((product) => product.id === id)
    : [...orders.values()].find((order) => order.id === id);
  return found === undefined ? NOT_FOUND : { status: 200, body: found };
}

type Body = Readonly<Record<string, unknown>>;

async function readJson(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Body);
}

function logIn({ email, password }: Body): DoubleAnswer {
  if (password === 'once again') return { status: 429, body: { error: { code: 'too_many_attempts' } } };
  if (password === PASSWORD && email === CUSTOMER.email) return { status: 200, body: { customer: CUSTOMER } };
  return { status: 401, body: { error: { code: 'invalid_credentials' } } };
}

function register({ email, password, name }: Body): DoubleAnswer {
  if (email === CUSTOMER.email) return { status: 409, body: { error: { code: 'email_taken' } } };
  const field = String(password).length < 8 ? 'body.password' : 'body.email';
  const valid = field === 'body.email' && String(email).includes('@');
  if (!valid) return { status: 400, body: { error: { code: 'invalid_request', field } } };
  return { status: 201, body: { customer: { id: 8, email, name } } };
}

function cancelOrder(id: number, orders: ApiDouble['orders']): DoubleAnswer {
  const [key, order] = [...orders].find(([, candidate]) => candidate.id === id) ?? [];
  if (key === undefined || order?.status !== 'paid') return { status: 409, body: { error: { code: 'no' } } };
  const cancelled = { ...order, status: 'cancelled' };
  orders.set(key, cancelled);
  return { status: 200, body: cancelled };
}

function placeOrder(
  body: Body,
  key: string,
  orders: ApiDouble['orders'],
  modes: Readonly<Record<number, OrderMode>>,
): DoubleAnswer {
  const mode = modes[Number(body.productId)] ?? 'paid';
  if (mode === 'out_of_stock') return { status: 409, body: { error: { code: 'insufficient_stock' } } };
  if (mode === 'broken') return { status: 500, body: { error: { code: 'internal_error' } } };
  if (mode === 'text') return { status: 200, body: 'no order' };
  const order = orders.get(key) ?? {
    ...body,
    id: orders.size + 1,
    totalAmountCents: 100,
    status: mode,
    orderTime: '2026-11-22T20:00:00.000Z',
  };
  orders.set(key, order);
  if (mode === 'payment_failed') return { status: 402, body: { error: { code: 'payment_failed' }, order } };
  return { status: 201, body: order };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
