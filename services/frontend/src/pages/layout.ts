import { html as htmlReply, type Reply } from '@firedrill/service-kit';
import { html, type Html } from '../html';

/** What a page may have beside its content. */
export interface PageOptions {
  readonly status?: number;
  /** Said above the content. */
  readonly notice?: Html | undefined;
  /** How many different products the cart holds. */
  readonly cartLines?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The page loads itself again after so many seconds. */
  readonly refreshSeconds?: number | undefined;
}

// Pages load their own stylesheet and nothing else, run no script and send forms to the shop only.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A whole page as an answer. */
export function pageReply(title: string, content: Html, options: PageOptions = {}): Reply {
  const { status = 200, headers = {} } = options;
  return htmlReply(layout(title, content, options).toString(), status, {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    ...headers,
  });
}

function layout(title: string, content: Html, { notice, cartLines = 0, refreshSeconds }: PageOptions): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <title>${title} – Firedrill Supplies</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/"><span class="lamp" aria-hidden="true"></span>Firedrill Supplies</a>
            <nav aria-label="Shop">
              <a href="/">Catalogue</a>
              <a href="/cart">Cart${cartLines > 0 && html` <span class="count">${cartLines}</span>`}</a>
            </nav>
          </div>
        </header>
        <main id="content" class="wide">
          ${notice !== undefined && html`<p class="notice" role="status">${notice}</p>`} ${content}
        </main>
        <footer class="wide"><p>A shop that exists to be broken on purpose. Nothing here is sold or sent.</p></footer>
      </body>
    </html> `;
}
