import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, UpstreamError, type HttpClient } from '../src/index';

const CONTEXT = { requestId: 'r1', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };

let server: Server;
let client: HttpClient;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createHttpClient({ name: 'payment', baseUrl, timeoutMs: 200 });
});
afterEach(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('passes request id, trace and body on, and gives status and body back', async () => {
  let seen: unknown;
  answer = (request, response) => {
    const { 'x-request-id': id, traceparent, 'idempotency-key': key } = request.headers;
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      seen = { method: request.method, url: request.url, id, traceparent, key, body: JSON.parse(text) };
      response.writeHead(409).end('{"error":"taken"}');
    });
  };
  const call = {
    method: 'POST',
    path: '/payments?dry=1',
    body: { amount: 5 },
    headers: { 'idempotency-key': 'k' },
  } as const;
  expect(await client.request(call, CONTEXT)).toEqual({ status: 409, body: { error: 'taken' } });
  expect(seen).toEqual({
    method: 'POST',
    url: '/payments?dry=1',
    id: 'r1',
    traceparent: CONTEXT.traceparent,
    key: 'k',
    body: { amount: 5 },
  });
});

test('an empty answer has no body', async () => {
  answer = (_request, response) => void response.writeHead(204).end();
  expect(await client.request({ method: 'DELETE', path: '/x' }, CONTEXT)).toEqual({ status: 204, body: undefined });
});

test.each<{ name: string; reason: string; reply: (response: ServerResponse) => void }>([
  { name: 'no answer', reason: 'timeout', reply: () => undefined },
  { name: 'half an answer', reason: 'timeout', reply: (response) => void response.writeHead(200).write('{"half":') },
  { name: 'an answer that is not JSON', reason: 'bad_answer', reply: (response) => void response.end('<html>') },
  { name: 'a connection that breaks', reason: 'unreachable', reply: (response) => void response.destroy() },
])('$name is the error "$reason"', async ({ reason, reply }) => {
  answer = (_request, response) => reply(response);
  const error: unknown = await client
    .request({ method: 'GET', path: '/', timeoutMs: 60 }, CONTEXT)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UpstreamError);
  expect(error).toMatchObject({ service: 'payment', reason });
});

test('a service that is not there is unreachable', async () => {
  const nobody = createHttpClient({ name: 'payment', baseUrl: 'http://127.0.0.1:1', timeoutMs: 200 });
  await expect(nobody.request({ method: 'GET', path: '/' }, CONTEXT)).rejects.toMatchObject({ reason: 'unreachable' });
});

test('a connection that the server closed while idle is replaced without the caller seeing it', async () => {
  answer = (_request, response) => void response.end('{}');
  await client.request({ method: 'GET', path: '/' }, CONTEXT);
  const requests = Array.from({ length: 3 }, () => {
    server.closeIdleConnections();
    return client.request({ method: 'GET', path: '/' }, CONTEXT);
  });
  for (const { status } of await Promise.all(requests)) expect(status).toBe(200);
});
