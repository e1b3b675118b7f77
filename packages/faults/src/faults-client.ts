import type { Fault } from './fault-registry';
import type { FaultRequest } from './fault-request';

/** Speaks to the `/faults` of one service. Its methods throw FaultsClientError. */
export interface FaultsClient {
  list(): Promise<readonly Fault[]>;
  inject(request: FaultRequest): Promise<Fault>;
  /** Ends one fault, or all of them without an id. */
  clear(id?: string): Promise<void>;
}

/** A service refused a fault or did not answer. */
export class FaultsClientError extends Error {
  override readonly name = 'FaultsClientError';
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

const TIMEOUT_MS = 5_000;

/** `baseUrl` is the service's, such as `http://127.0.0.1:8082`; the token is needed away from loopback only. */
export function faultsClient(baseUrl: string, token?: string): FaultsClient {
  const call = (method: string, path: string, body?: unknown): Promise<unknown> =>
    request(new URL(path, baseUrl), method, token, body);
  return {
    list: async () => ((await call('GET', '/faults')) as { faults: readonly Fault[] }).faults,
    inject: async (fault) => (await call('POST', '/faults', fault)) as Fault,
    clear: async (id) => {
      await call('DELETE', id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`);
    },
  };
}

async function request(url: URL, method: string, token: string | undefined, body: unknown): Promise<unknown> {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(url, {
    method,
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new FaultsClientError(`${url.origin} does not answer`, undefined, cause);
  });
  const text = await response.text();
  if (response.ok) return text === '' ? undefined : JSON.parse(text);
  throw new FaultsClientError(`${method} ${url.href}: ${errorMessage(text)}`, response.status);
}

function errorMessage(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return text;
  }
}
