import { request, type Dispatcher } from 'undici';
import type { Form } from './html';
import type { Random } from './random';

/** A page as the shopper received it; redirects are followed. */
export interface Page {
  readonly path: string;
  readonly status: number;
  readonly html: string;
}

/** What a shopper did, one entry a request: its route, status and duration in milliseconds; status 0 = no answer. */
export type OnRequest = (route: string, status: number, durationMs: number) => void;

export interface ShopperOptions {
  readonly frontendUrl: string;
  readonly random: Random;
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
  readonly onRequest: OnRequest;
  readonly timeoutMs: number;
  /** The shopper's address; one by chance when undefined. */
  readonly address?: string | undefined;
  /** Resolves after so many milliseconds, or earlier when the load ends. */
  readonly pause: (ms: number) => Promise<void>;
}

interface Body {
  readonly type: string;
  readonly text: string;
}

/** The shop does not answer, or answered with a server error: the shopper goes home. */
export class JourneyError extends Error {
  override readonly name = 'JourneyError';
}

/** One visitor with an address and cookies of their own. */
export class Shopper {
  readonly random: Random;
  readonly #options: ShopperOptions;
  readonly #cookies = new Map<string, string>();
  readonly #address: string;

  constructor(options: ShopperOptions) {
    this.#options = options;
    this.random = options.random;
    const { random } = options;
    this.#address =
      options.address ?? `10.${random.integer(0, 255)}.${random.integer(0, 255)}.${random.integer(1, 254)}`;
  }

  visit(path: string): Promise<Page> {
    return this.#follow('GET', path);
  }

  submit(form: Form, values: Readonly<Record<string, string>> = {}): Promise<Page> {
    const text = new URLSearchParams({ ...form.fields, ...values }).toString();
    return this.#follow('POST', form.action, { type: 'application/x-www-form-urlencoded', text });
  }

  /** Tells the shop what the shopper did, as the script of its pages does. */
  note(action: string): Promise<Page> {
    return this.#follow('POST', '/interactions', { type: 'application/json', text: JSON.stringify({ action }) });
  }

  pause(ms: number): Promise<void> {
    return this.#options.pause(ms);
  }

  async #follow(method: 'GET' | 'POST', path: string, body?: Body): Promise<Page> {
    let page = await this.#send(method, path, body);
    for (let redirects = 0; page.location !== undefined && redirects < 5; redirects += 1) {
      page = await this.#send('GET', page.location);
    }
    if (page.status >= 500) throw new JourneyError(`${page.path} answered ${page.status}`);
    return page;
  }

  async #send(method: 'GET' | 'POST', path: string, body?: Body): Promise<Page & { location?: string }> {
    const { frontendUrl, dispatcher, now, onRequest, timeoutMs } = this.#options;
    const started = now();
    const route = `${method} ${path.replace(/\?.*$/, '').replace(/\/\d+(?=\/|$)/g, '/:id')}`;
    try {
      const response = await request(new URL(path, frontendUrl), {
        method,
        dispatcher,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        headers: this.#headers(body),
        ...(body !== undefined && { body: body.text }),
      });
      const html = await response.body.text();
      this.#remember(response.headers['set-cookie']);
      onRequest(route, response.statusCode, now() - started);
      const location = response.statusCode >= 300 && response.statusCode < 400 ? response.headers.location : undefined;
      return { path, status: response.statusCode, html, ...(typeof location === 'string' && { location }) };
    } catch (error) {
      onRequest(route, 0, now() - started);
      throw new JourneyError(`${path} does not answer`, { cause: error });
    }
  }

  #headers(body: Body | undefined): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      'x-forwarded-for': this.#address,
      accept: 'text/html',
      ...(cookie !== '' && { cookie }),
      ...(body !== undefined && { 'content-type': body.type }),
    };
  }

  #remember(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const match = /^([^=]+)=([^;]*)/.exec(line);
      if (match) this.#cookies.set(match[1] ?? '', match[2] ?? '');
    }
  }
}
