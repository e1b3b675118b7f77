import { request as httpRequest, type Agent } from 'node:http';
import type { FuzzRequest } from './fuzz-request';

export interface FuzzAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const PATIENCE_MS = 10_000;

/** Sends a request; a stream of events is left after its headers. Rejects when no answer comes in time. */
export function send(baseUrl: string, { method, path, headers, body }: FuzzRequest, agent: Agent): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': body.length };
    const request = httpRequest(
      { hostname, port, method, path, agent, headers: { ...headers, ...length } },
      (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        const type = answered['content-type'] ?? '';
        if (type.startsWith('text/event-stream')) {
          request.destroy();
          resolve({ status, type, text: '' });
          return;
        }
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status, type, text }));
      },
    );
    request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    request.on('error', reject);
    request.end(body);
  });
}
