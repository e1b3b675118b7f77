import type { Response } from 'express';
import { bodyBytesOf } from './read-input';
import type { KitContext } from './request-context';
import type { KitParts } from './service-parts';

const PROBES = new Set(['/metrics', '/healthz', '/readyz']);

/** nginx's status for a client that went away before it was answered. */
const CLIENT_CLOSED_REQUEST = 499;

/** When the response is over: the HTTP metrics of the request and its one line in the log. */
export function observeRequest({ kitMetrics }: KitParts, { log, request }: KitContext, response: Response): void {
  const start = performance.now();
  const { method, path } = request;
  kitMetrics.http_requests_in_flight.inc({}, 1);
  response.once('close', () => {
    const durationMs = performance.now() - start;
    const endpoint = (response.locals.endpoint as string | undefined) ?? 'unmatched';
    const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST;
    const labels = { method: knownMethod(method), endpoint };
    kitMetrics.http_requests_in_flight.dec({}, 1);
    kitMetrics.http_requests_total.inc({ ...labels, status });
    // How long a client listens says nothing about how fast it was answered.
    if (response.locals.streamed !== true) kitMetrics.http_request_duration_seconds.observe(labels, durationMs / 1_000);
    kitMetrics.http_request_bytes_total.inc(labels, bodyBytesOf(request));
    kitMetrics.http_response_bytes_total.inc(labels, (response.locals.bytes as number | undefined) ?? 0);
    const fields = { method, endpoint, path, status, durationMs: Math.round(durationMs * 100) / 100 };
    log.event(PROBES.has(endpoint) ? 'probe_completed' : 'request_completed', fields);
  });
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Methods that clients make up would make series without end. */
function knownMethod(method: string): string {
  return METHODS.has(method) ? method : 'OTHER';
}
