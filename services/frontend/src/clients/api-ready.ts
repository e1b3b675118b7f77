import type { HttpClient } from '@firedrill/service-kit';
import { randomBytes } from 'node:crypto';

const TIMEOUT_MS = 2_000;

/** Throws unless api says that it lives. */
export async function apiReady(client: HttpClient): Promise<void> {
  const context = { requestId: `ready-${hex(4)}`, traceparent: `00-${hex(16)}-${hex(8)}-00` };
  const { status } = await client.request({ method: 'GET', path: '/healthz', timeoutMs: TIMEOUT_MS }, context);
  if (status !== 200) throw new Error(`api answered ${status}`);
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
