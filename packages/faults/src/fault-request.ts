import { z } from 'zod';
import { FAULTS, SEVERITIES, type FaultKind, type FaultValues, type Severity } from './fault-kinds';

/** What `POST /faults` takes: a severity or exact numbers, on one route or all, for a while. */
export interface FaultRequest {
  readonly kind: FaultKind;
  readonly severity?: Severity | undefined;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** A route template such as `/products/:id`; all routes of the business when missing. */
  readonly route?: string | undefined;
  readonly ttlSeconds?: number | undefined;
}

/** A request whose numbers are known and valid. */
export type ResolvedFault<Kind extends FaultKind = FaultKind> = {
  readonly [K in Kind]: {
    readonly kind: K;
    readonly values: FaultValues<K>;
    readonly severity?: Severity | undefined;
    readonly route?: string | undefined;
    readonly ttlSeconds: number;
  };
}[Kind];

/** How long a fault lasts that names no time, and the longest it may last unless the service's settings say otherwise. */
export const DEFAULT_TTL_SECONDS = 600;

/** A fault request that cannot be meant; the message is for the person who sent it. */
export class FaultRequestError extends Error {
  override readonly name = 'FaultRequestError';
}

const requestShape = z.strictObject({
  kind: z.string(),
  severity: z.enum(SEVERITIES).optional(),
  values: z.record(z.string(), z.unknown()).optional(),
  route: z.string().startsWith('/').optional(),
  ttlSeconds: z.number().int().min(1).optional(),
});

/** Checks a request against the kinds that the service knows. Throws FaultRequestError. */
export function resolveFaultRequest(
  request: unknown,
  known: readonly FaultKind[],
  maxTtlSeconds: number = DEFAULT_TTL_SECONDS,
): ResolvedFault {
  const defaultTtl = Math.min(DEFAULT_TTL_SECONDS, maxTtlSeconds);
  const { kind, severity, values, route, ttlSeconds = defaultTtl } = parse(requestShape, request, '');
  if (ttlSeconds > maxTtlSeconds) {
    throw new FaultRequestError(`ttlSeconds: expected at most ${maxTtlSeconds} seconds, got ${ttlSeconds}`);
  }
  const knownKind = known.find((candidate) => candidate === kind);
  if (knownKind === undefined) {
    throw new FaultRequestError(`kind: this service has no fault "${kind}", it knows ${known.join(', ')}`);
  }
  if (severity !== undefined && values !== undefined) {
    throw new FaultRequestError('severity: expected either severity or values, got both');
  }
  const spec = FAULTS[knownKind];
  const numbers = severity === undefined ? (values ?? {}) : spec.severities[severity];
  const resolved = { kind: knownKind, values: parse(spec.values, numbers, 'values'), ttlSeconds, severity, route };
  return resolved as ResolvedFault;
}

/** The fault that one request carries in `x-fault: kind=latency;ms=500`. Throws FaultRequestError. */
export function parseFaultHeader<Kind extends FaultKind>(text: string, known: readonly Kind[]): ResolvedFault<Kind> {
  const pairs = text.split(';').map((part) => {
    const [name = '', value] = part.split('=', 2).map((piece) => piece.trim());
    if (value === undefined) throw new FaultRequestError(`x-fault: expected name=value, got "${part.trim()}"`);
    return [name, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value] as const;
  });
  const { kind, ...values } = Object.fromEntries(pairs);
  return resolveFaultRequest({ kind: kind ?? '', values }, known) as ResolvedFault<Kind>;
}

function parse<Shape extends z.ZodType>(shape: Shape, input: unknown, path: string): z.output<Shape> {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = [path, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
  throw new FaultRequestError(`${place === '' ? 'body' : place}: ${issue?.message ?? 'not valid'}`);
}
