import { describeQueryError, type QueryError } from '@firedrill/query-core';

/** What a request did wrong; Loki answers with the text alone. */
export class LokiError extends Error {
  override readonly name = 'LokiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The answer to a query that was refused or failed: a failed match of vectors is the server's fault in Loki. */
export function queryFailure(text: string, error: QueryError): LokiError {
  switch (error.kind) {
    case 'syntax':
    case 'check':
      return new LokiError(400, `parse error at ${placeOf(text, error)}`);
    case 'unsupported':
      return new LokiError(400, describeQueryError(text, error));
    case 'limit':
      return new LokiError(400, error.message);
    case 'timeout':
      return new LokiError(504, error.message);
    case 'execution':
      return new LokiError(error.message.startsWith('pipeline error') ? 400 : 500, error.message);
  }
}

function placeOf(text: string, error: QueryError): string {
  return describeQueryError(text, error).replace(/^(\d+):(\d+): /, 'line $1, col $2: ');
}
