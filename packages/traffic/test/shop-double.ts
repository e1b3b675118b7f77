import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop of a few pages that keeps what it was asked; `failing` makes it answer 500. */
export interface ShopDouble {
  readonly url: string;
  readonly visits: {
    readonly route: string;
    readonly address: string;
    readonly cookie: string;
    readonly body: string;
  }[];
  failing: boolean;
  close(): Promise<void>;
}

const cartForm = (id: number): string =>
  `<form method="post" action="/cart"><input type="hidden" name="productId" value="${id}"></form>`;
const loginForm =
  '<form method="post" action="/login"><input type="hidden" name="csrf" value="t"><input name="email" value=""><input name="password"></form>';

const PAGES: Readonly<Record<string, string>> = {
  'GET /': '<a href="/products/1">one</a><a href="/products/2">two</a>',
  'GET /products/1': cartForm(1),
  'GET /products/2': cartForm(2),
  'GET /checkout': '<form method="post" action="/checkout"><input name="email" value="a@example.com"></form>',
  'GET /cart': '<form method="post" action="/cart/remove"><input type="hidden" name="productId" value="1"></form>',
  'GET /orders/7': 'thank you',
  'GET /track/7': '<p data-order-status="delivered">there</p>',
  'GET /login': loginForm,
  'GET /orders': '<form method="post" action="/logout"></form>',
  'POST /interactions': '',
};
const REDIRECTS: Readonly<Record<string, string>> = {
  'POST /cart': '/cart',
  'POST /cart/remove': '/cart',
  'POST /checkout': '/orders/7',
  'POST /logout': '/',
};

export async function startShopDouble(): Promise<ShopDouble> {
  const visits: ShopDouble['visits'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      visits.push({ route: `${request.method ?? ''} ${request.url ?? ''}`, body, ...identity(request) });
      answer(request, body, response, shop.failing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shop: ShopDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    failing: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return shop;
}

function identity({ headers }: IncomingMessage): { address: string; cookie: string } {
  return { address: String(headers['x-forwarded-for']), cookie: headers.cookie ?? '' };
}

function answer(request: IncomingMessage, body: string, response: ServerResponse, failing: boolean): void {
  const route = `${request.method ?? ''} ${(request.url ?? '').replace(/\?.*$/, '')}`;
  const location = route === 'POST /login' ? afterLogin(body) : REDIRECTS[route];
  const page = route === 'POST /login' ? loginForm : PAGES[route];
  if (failing) response.writeHead(500).end();
  else if (location !== undefined) response.writeHead(303, { location, 'set-cookie': 'cart=1; HttpOnly' }).end();
  else if (route === 'POST /login') response.writeHead(401).end(page);
  else response.writeHead(page === undefined ? 404 : 200).end(page);
}

function afterLogin(body: string): string | undefined {
  return new URLSearchParams(body).get('password') === 'correct horse battery' ? '/' : undefined;
}
