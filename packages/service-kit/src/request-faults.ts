import { parseFaultHeader, type FaultValues, type ResolvedFault } from '@firedrill/faults';
import type { Request } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import { failKit } from './as-service-error';
import type { KitParts } from './service-parts';

const REQUEST_KINDS = ['latency', 'error', 'outage'] as const;
type RequestKind = (typeof REQUEST_KINDS)[number];

/**
 * Applies to one request the faults that are active on its route and the one that it carries in `x-fault`.
 * Throws `injected_fault`.
 */
export async function applyRequestFaults(parts: KitParts, request: Request, route: string): Promise<void> {
  const carried = carriedFault(parts, request);
  const latency = valuesOf('latency', parts, route, carried);
  if (latency !== undefined && parts.random() < latency.share) await wait(latency.ms);
  const outage = valuesOf('outage', parts, route, carried);
  if (outage !== undefined) throw failKit('injected_fault', { status: 503, message: 'an injected outage' });
  const error = valuesOf('error', parts, route, carried);
  if (error !== undefined && parts.random() < error.share) throw failKit('injected_fault', { status: error.status });
}

/** Faults may be injected by whoever holds the token, and by this machine itself. */
export function mayInjectFaults(request: Request, token: string | undefined): boolean {
  if (token !== undefined && request.headers.authorization === `Bearer ${token}`) return true;
  const forwarded = request.headers['x-forwarded-for'] !== undefined;
  return !forwarded && LOOPBACK.test(request.socket.remoteAddress ?? '');
}

const LOOPBACK = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/;

function valuesOf<Kind extends RequestKind>(
  kind: Kind,
  { faults }: KitParts,
  route: string,
  carried: ResolvedFault<RequestKind> | undefined,
): FaultValues<Kind> | undefined {
  if (carried?.kind === kind) return carried.values as FaultValues<Kind>;
  return faults.active(kind, route)?.values;
}

function carriedFault(parts: KitParts, request: Request): ResolvedFault<RequestKind> | undefined {
  const header = request.headers['x-fault'];
  if (typeof header !== 'string' || !mayInjectFaults(request, parts.faultsToken)) return undefined;
  return parseFaultHeader(header, REQUEST_KINDS);
}
