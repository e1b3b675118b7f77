import type { ErrorRequestHandler } from 'express';

/** The last handler of an API: a body that cannot be read is the client's fault, anything else ours; no stack trace. */
export const sendFailure: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status, message } = error as { readonly status?: unknown; readonly message?: unknown };
  response.status(typeof status === 'number' ? status : 500);
  response.type('text/plain').send(String(message));
};
