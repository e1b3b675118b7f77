import { request } from 'undici';

/** A part of the stack refused or did not answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

export async function getJson(url: string): Promise<unknown> {
  return send('GET', url, undefined);
}

/** Sends JSON. Throws RequestError for a refusal. */
export async function sendJson(method: 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<void> {
  await send(method, url, body);
}

async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body: unknown): Promise<unknown> {
  const answer = await request(url, {
    method,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new RequestError(`${method} ${url}: no answer (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400)
    throw new RequestError(`${method} ${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
