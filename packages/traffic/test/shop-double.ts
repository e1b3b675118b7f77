import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop of four pages that keeps what it was asked; `failing` makes it answer 500. */
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

const PAGES: Readonly<Record<string, string>> = {
  'GET /': '<a href="/products/1">one</a><a href="/products/2">two</a>',
  'GET /products/1': '<form method="post" action="/cart"><input type="hidden" name="productId" value="1"></form>',
  'GET /products/2': '<form method="post" action="/cart"><input type="hidden" name="productId" value="2"></form>',
  'GET /checkout': '<form method="post" action="/checkout"><input name="email" value="a@example.com"></form>',
  'GET /cart': 'cart',
  'GET /orders/7': 'thank you',
};
const REDIRECTS: Readonly<Record<string, string>> = { 'POST /cart': '/cart', 'POST /checkout': '/orders/7' };

export async function startShopDouble(): Promise<ShopDouble> {
  const visits: ShopDouble['visits'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      visits.push({ route: `${request.method ?? ''} ${request.url ?? ''}`, body, ...identity(request) });
      answer(request, response, shop.failing);
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

function answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse, failing: boolean): void {
  const route = `${method} ${url}`;
  const location = REDIRECTS[route];
  if (failing) response.writeHead(500).end();
  else if (location !== undefined) response.writeHead(303, { location, 'set-cookie': 'cart=1; HttpOnly' }).end();
  else response.writeHead(PAGES[route] === undefined ? 404 : 200).end(PAGES[route]);
}
