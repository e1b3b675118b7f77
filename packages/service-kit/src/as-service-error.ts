import { isDatabaseUnavailable } from '@firedrill/database';
import { FaultRequestError } from '@firedrill/faults';
import { KIT_ERRORS } from './kit-tables';
import { failures, ServiceError } from './service-error';
import { UpstreamError } from './upstream-error';

export const failKit = failures(KIT_ERRORS);

/** What to answer for whatever was thrown; what nothing expected becomes `internal_error`, the original its cause. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof FaultRequestError) return failKit('invalid_request', { message: error.message });
  if (error instanceof UpstreamError) return failKit('upstream_unavailable', { message: error.message, cause: error });
  if (isDatabaseUnavailable(error)) return failKit('database_unavailable', { cause: error });
  const status = statusOf(error);
  if (status === 413) return failKit('body_too_large', { cause: error });
  if (status === 415) return failKit('unsupported_media_type', { cause: error });
  if (status !== undefined && status >= 400 && status < 500) {
    return failKit('invalid_request', { ...describeUnreadable(error), cause: error });
  }
  return failKit('internal_error', { cause: error });
}

/** Express and its body parser put the status on the error. */
function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The body parser marks its errors with a type; the others are about the path. */
function describeUnreadable(error: unknown): { message: string; field: string } {
  const type: unknown = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === undefined) return { message: 'path: expected valid percent-encoding', field: 'path' };
  if (type === 'entity.parse.failed') return { message: 'body: expected valid JSON', field: 'body' };
  return { message: `body: ${error instanceof Error ? error.message : String(error)}`, field: 'body' };
}
