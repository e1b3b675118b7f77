import { html as htmlReply, type Reply } from '@firedrill/service-kit';
import type { Session } from '../domain/session';
import { html, type Html } from '../html';
import { formToken } from './form-token';

/** What a page may have beside its content. */
export interface PageOptions {
  readonly status?: number;
  /** Said above the content. */
  readonly notice?: Html | undefined;
  /** Whose page it is: the cart and the name at its head. */
  readonly session?: Session;
  readonly headers?: Readonly<Record<string, string>>;
  /** The content is loaded again after so many seconds: by the shop's script, or the whole page where no script runs. */
  readonly refreshSeconds?: number | undefined;
}

// Pages load the shop's own stylesheet and script, call the shop only, and send forms to it only.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page as an answer. */
export function pageReply(title: string, content: Html, options: PageOptions = {}): Reply {
  const { status = 200, headers = {} } = options;
  return htmlReply(layout(title, content, options).toString(), status, {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    ...headers,
  });
}

function layout(title: string, content: Html, { notice, session, refreshSeconds }: PageOptions): Html {
  const refresh = html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}" /></noscript>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${refreshSeconds !== undefined && refresh}
        <title>${title} – Firedrill Supplies</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop.css" />
        <script src="/shop.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        ${header(session)}
        <main id="content" class="wide" tabindex="-1">
          ${notice !== undefined && html`<p class="notice" role="status">${notice}</p>`}
          ${refreshSeconds === undefined ? content : html`<div id="live" data-seconds="${refreshSeconds}">${content}</div>`}
        </main>
        <footer class="wide"><p>A shop that exists to be broken on purpose. Nothing here is sold or sent.</p></footer>
      </body>
    </html> `;
}

function header(session: Session | undefined): Html {
  const units = [...(session?.cart.values() ?? [])].reduce((sum, quantity) => sum + quantity, 0);
  const count = html` <span class="count">${units}<span class="unseen"> in it</span></span>`;
  return html`<header class="top">
    <div class="wide">
      <a class="brand" href="/"><span class="lamp" aria-hidden="true"></span>Firedrill Supplies</a>
      <nav aria-label="Shop">
        <a href="/">Catalogue</a>
        <a href="/cart">Cart${units > 0 && count}</a>
        ${session?.customer === undefined ? html`<a href="/login">Log in</a>` : account(session, session.customer.name)}
      </nav>
    </div>
  </header>`;
}

function account(session: Session, name: string): Html {
  return html`<a class="account" href="/orders" aria-label="Orders of ${name}">${name}</a>
    <form method="post" action="/logout">${formToken(session)}<button class="plain">Log out</button></form>`;
}
