import type { RequestHandler, Response } from 'express';
import { ApiError } from './api-error';
import { ApiParams } from './api-params';

/** What an endpoint answers; warnings and infos stand beside the data. */
export interface ApiAnswer {
  readonly data: unknown;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

export type ApiEndpoint = (params: ApiParams, path: Readonly<Record<string, string>>) => ApiAnswer;

/** Serves an endpoint: its answer in Prometheus' envelope, an ApiError with its status. */
export function apiRoute(endpoint: ApiEndpoint): RequestHandler {
  return (request, response) => {
    try {
      const {
        data,
        warnings = [],
        infos = [],
      } = endpoint(new ApiParams(request), request.params as Record<string, string>);
      sendJson(response, 200, {
        status: 'success',
        data,
        ...(warnings.length > 0 && { warnings }),
        ...(infos.length > 0 && { infos }),
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendJson(response, error.status, { status: 'error', errorType: error.errorType, error: error.message });
    }
  };
}

function sendJson(response: Response, status: number, body: unknown): void {
  response.status(status).setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
