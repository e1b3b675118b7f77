import type { DataSourceDefinition } from '@firedrill/grafana-alerting';

/** How long one answer may take; the evaluation has a limit of its own. */
const TIMEOUT_MS = 30_000;

/** What an HTTP data source's address, headers and credentials come from. */
export type HttpDefinition = Pick<
  DataSourceDefinition,
  'name' | 'url' | 'basicAuth' | 'basicAuthUser' | 'jsonData' | 'secureJsonData'
>;

/**
 * Asks a data source over HTTP for a JSON body, with the credentials and headers of its file. Throws an Error with what the
 * server says, or why it cannot be reached.
 */
export async function askHttp(
  definition: HttpDefinition,
  path: string,
  parameters: Readonly<Record<string, string>>,
  method: 'GET' | 'POST' = 'GET',
): Promise<unknown> {
  const { name, url } = definition;
  if (url === '') throw new Error(`the data source ${name} has no url`);
  const encoded = new URLSearchParams(parameters);
  const address = `${url.replace(/\/+$/, '')}${path}`;
  const headers = headersOf(definition);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(method === 'POST' ? address : `${address}?${encoded.toString()}`, {
    method,
    headers,
    signal,
    ...(method === 'POST' && { body: encoded }),
  }).catch((error: unknown) => {
    throw new Error(`${method} ${address}: ${reasonOf(error)}`);
  });
  const text = await response.text();
  const body = parseJson(text);
  if (!response.ok) throw new Error(refusal(response.status, body, text));
  if (body === undefined)
    throw new Error(`${method} ${address}: expected JSON, got ${JSON.stringify(text.slice(0, 80))}`);
  return body;
}

function headersOf({ basicAuth, basicAuthUser, jsonData, secureJsonData }: HttpDefinition): Record<string, string> {
  const headers: Record<string, string> = { 'X-Cache-Skip': 'true', FromAlert: 'true' };
  for (const [key, name] of Object.entries(jsonData)) {
    const number = /^httpHeaderName(\d+)$/.exec(key)?.[1];
    const value = secureJsonData[`httpHeaderValue${number ?? ''}`];
    if (number !== undefined && typeof name === 'string' && typeof value === 'string') headers[name] = value;
  }
  if (basicAuth !== true) return headers;
  const password = secureJsonData.basicAuthPassword;
  const credentials = `${basicAuthUser ?? ''}:${typeof password === 'string' ? password : ''}`;
  return { ...headers, Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** The reason under fetch's `fetch failed`. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { readonly cause?: Partial<NodeJS.ErrnoException> };
  const reason = cause?.message ?? '';
  return reason === '' ? (cause?.code ?? message) : reason;
}

/** Prometheus says `{"errorType", "error"}`, Loki a line of text. */
function refusal(status: number, body: unknown, text: string): string {
  const { errorType, error } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof error === 'string') return typeof errorType === 'string' ? `${errorType}: ${error}` : error;
  return text.trim() === '' ? `the server answered ${status}` : `${status}: ${text.trim().slice(0, 500)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
