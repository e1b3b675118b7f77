import { html, type Html } from '../html';

/** What a shopper reads when a page cannot be shown; the request id helps whoever is asked. */
export function errorPage(error: {
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
}): Html {
  return html`<h1>${headingOf(error.status)}</h1>
    <p>${error.message}</p>
    <p class="actions"><a class="button" href="/">Back to the catalogue</a> <a href="/cart">To the cart</a></p>
    <p class="quiet">Request ${error.requestId}</p>`;
}

function headingOf(status: number): string {
  if (status === 404) return 'Not found';
  return status < 500 ? 'That did not work' : 'Something is broken';
}
