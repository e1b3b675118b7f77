import { parse, print } from '@firedrill/logql';
import { QueryError } from '@firedrill/query-core';
import type { LogStore } from '@firedrill/timeseries';
import express, { raw, text, type Express, type Request, type RequestHandler, type Response } from 'express';
import { METRICS_CONTENT_TYPE } from '../own-metrics/metrics-text';
import { RequestDurations } from '../own-metrics/request-durations';
import { sendFailure } from '../prometheus-api/send-failure';
import type { LogSink } from './ingest/log-ingest';
import { readPush } from './ingest/push-request';
import { StreamOrder } from './ingest/stream-order';
import { lokiEndpoints, type LokiEndpoint } from './loki-endpoints';
import { LokiError, queryFailure } from './loki-error';
import { LokiParams } from './loki-params';
import { lokiMetrics } from './own-metrics';

export interface LokiApiOptions {
  readonly store: LogStore;
  /** Where pushed lines go. */
  readonly ingest: LogSink;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const MAX_PUSH_BYTES = '100mb';

/** Loki's HTTP API over the log store, with the paths, shapes and errors of the real one. */
export function createLokiApi(options: LokiApiOptions): Express {
  const app = express().enable('strict routing').disable('x-powered-by').disable('etag');
  app.use(text({ type: 'application/x-www-form-urlencoded', limit: '10mb' }));
  const requests = new RequestDurations(({ method, path, status }) => ({
    method,
    route: path.replace(/^\//, '').replaceAll('/', '_'),
    status_code: String(status),
    ws: 'false',
  }));
  app.use(requests.measure);
  app.get('/metrics', (_request, response) => {
    response.setHeader('content-type', METRICS_CONTENT_TYPE).end(lokiMetrics(options, requests));
  });
  app.get('/ready', (_request, response) => void response.type('text/plain').send('ready\n'));
  for (const path of ['/loki/api/v1/push', '/api/prom/push']) {
    app.post(path, raw({ type: () => true, limit: MAX_PUSH_BYTES }), pushHandler(options));
    app.all(path, (_request, response) => void response.status(405).end());
  }
  const nowNs = (): bigint => BigInt(Math.floor(options.now())) * 1_000_000n;
  for (const [path, endpoint] of Object.entries(lokiEndpoints(options.store, nowNs))) {
    app.route(`/loki/api/v1${path}`).get(serve(endpoint)).post(serve(endpoint));
  }
  app.get('/loki/api/v1/format_query', (request, response) => {
    formatQuery(new LokiParams(request).text('query'), response);
  });
  app.get('/prometheus/api/v1/rules', (_request, response) => {
    send(response, 200, { status: 'success', data: { groups: [] }, errorType: '', error: '' });
  });
  app.use((_request, response) => void response.status(404).type('text/plain').send('404 page not found\n'));
  app.use(sendFailure);
  return app;
}

function pushHandler({ ingest, now }: LokiApiOptions): RequestHandler {
  const order = new StreamOrder();
  return (request, response) =>
    guard(response, () => {
      const refused: string[] = [];
      for (const stream of readPush(bodyText(request), now())) {
        const { taken, tooLate } = order.split(stream.labels, stream.entries);
        if (taken.length > 0) ingest.push(stream.labels, taken);
        refused.push(...stream.refused, ...tooLate);
      }
      if (refused.length > 0) throw new LokiError(400, `${refused.join('\n')}\n`);
      response.status(204).end();
    });
}

function bodyText(request: Request): string {
  const type = request.headers['content-type'] ?? '';
  if (!type.includes('json')) {
    throw new LokiError(
      400,
      'expected Content-Type application/json; protobuf pushes are not supported by the embedded runtime',
    );
  }
  return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
}

function serve(endpoint: LokiEndpoint): RequestHandler {
  return (request, response) =>
    guard(response, () => send(response, 200, endpoint(new LokiParams(request), request.params)));
}

function guard(response: Response, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof LokiError)) throw error;
    response.status(error.status).type('text/plain').send(error.message);
  }
}

function formatQuery(query: string, response: Response): void {
  try {
    send(response, 200, { status: 'success', data: print(parse(query)) });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    send(response, 400, { status: 'invalid-query', error: queryFailure(query, error).message });
  }
}

function send(response: Response, status: number, body: unknown): void {
  response.status(status).setHeader('content-type', 'application/json; charset=UTF-8');
  response.end(JSON.stringify(body));
}
