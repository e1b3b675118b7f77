import type { ServerResponse } from 'node:http';

/** Sends one event; `data` goes as JSON. */
export type SendEvent = (event: string, data: unknown) => void;

/** Begins to send events and returns what ends it. */
export type EventStream = (send: SendEvent) => () => void;

/** The answer of a handler. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
  /** In place of the body: server-sent events, for as long as the client stays. */
  readonly stream?: EventStream;
}

type Headers = Reply['headers'];

export function json(body: unknown, status = 200, headers: Headers = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** The text must be escaped already. */
export function html(body: string, status = 200, headers: Headers = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

export function text(body: string, status = 200, headers: Headers = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

export function noContent(): Reply {
  return { status: 204, headers: {}, body: '' };
}

/** Server-sent events. */
export function events(stream: EventStream): Reply {
  return { status: 200, headers: {}, body: '', stream };
}

/** Sends the browser on with a GET request (303). */
export function redirect(location: string, headers: Headers = {}): Reply {
  return { status: 303, headers: { location, ...headers }, body: '' };
}

/** Writes an answer and returns the bytes of its body; none when the client has gone or was answered. */
export function sendReply(response: ServerResponse, reply: Reply): number {
  if (response.headersSent || response.destroyed) return 0;
  const bytes = Buffer.byteLength(reply.body);
  response.statusCode = reply.status;
  for (const name in reply.headers) response.setHeader(name, reply.headers[name] ?? '');
  if (reply.status !== 204) response.setHeader('content-length', bytes);
  response.end(reply.body);
  return bytes;
}
