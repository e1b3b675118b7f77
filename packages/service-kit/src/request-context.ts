import type { EventTable, Log } from '@firedrill/telemetry';
import type { Request } from 'express';
import type { KitEvents } from './kit-tables';
import { continueTrace, formatTraceparent, randomHex } from './trace-context';

/** What belongs to one request beside its input. */
export interface RequestContext<Events extends EventTable> extends CallContext {
  readonly traceId: string;
  /** The client's address; `x-forwarded-for` counts when a neighbour (loopback, private network) sent it. */
  readonly clientAddress: string;
  /** Its lines carry request id and trace id. */
  readonly log: Log<KitEvents & Events>;
  readonly request: Request;
}

/** The context as the kit itself uses it. */
export type KitContext = RequestContext<KitEvents>;

/** What a call to another service passes on. */
export interface CallContext {
  readonly requestId: string;
  readonly traceparent: string;
}

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Takes request id and trace over from the headers when they are well-formed, else begins new ones. */
export function createRequestContext<Events extends EventTable>(
  request: Request,
  log: Log<KitEvents & Events>,
): RequestContext<Events> {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomHex(8);
  const traceparent = request.headers.traceparent;
  const trace = continueTrace(typeof traceparent === 'string' ? traceparent : undefined);
  return {
    requestId,
    traceId: trace.traceId,
    traceparent: formatTraceparent(trace),
    log: log.with({ reqId: requestId, traceId: trace.traceId }),
    request,
    get clientAddress() {
      return request.ip ?? '';
    },
  };
}
