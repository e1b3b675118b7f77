import { randomFillSync } from 'node:crypto';

/** Where a request stands in a trace, as W3C Trace Context writes it. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** This service's span: what is sent on as the parent. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-|$)/;

/** Continues the trace of a `traceparent` header; begins a new one when there is none or it is not valid. */
export function continueTrace(traceparent: string | undefined): TraceContext {
  const spanId = randomHex(8);
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const [, traceId = '', flags = ''] = match ?? [];
  if (traceId === '') return { traceId: randomHex(16), spanId, sampled: true };
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

/** The header for calls that this request makes. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes are drawn in blocks, since one call per request is slow. */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
