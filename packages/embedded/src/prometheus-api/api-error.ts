import { describeQueryError, type QueryError } from '@firedrill/query-core';

/** Prometheus' kinds of errors with the status each answers. */
const STATUS = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 499,
  internal: 500,
  unavailable: 500,
  not_found: 404,
} as const;

export type ApiErrorType = keyof typeof STATUS;

/** What a request did wrong, or what its query met. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly errorType: ApiErrorType;

  constructor(errorType: ApiErrorType, message: string) {
    super(message);
    this.errorType = errorType;
  }

  get status(): number {
    return STATUS[this.errorType];
  }
}

/** A parameter that cannot be read. */
export function badParameter(name: string, message: string): ApiError {
  return new ApiError('bad_data', `invalid parameter ${JSON.stringify(name)}: ${message}`);
}

/** The answer to a query that was refused or failed. */
export function queryFailure(parameter: string, text: string, error: QueryError): ApiError {
  switch (error.kind) {
    case 'syntax':
    case 'check':
      return badParameter(parameter, describeQueryError(text, error).replace(/^(\d+:\d+: )/, '$1parse error: '));
    case 'timeout':
      return new ApiError('timeout', error.message);
    case 'unsupported':
      return new ApiError('execution', describeQueryError(text, error));
    case 'execution':
    case 'limit':
      return new ApiError('execution', error.message);
  }
}
