import { request } from 'undici';
import type { z } from 'zod';
import { alertsResponse, healthResponse, rulesResponse, type AlertInstance, type RuleGroup } from './responses';

export interface GrafanaClientOptions {
  /** Grafana's root address, such as http://127.0.0.1:3000. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** How long one request may take, in milliseconds; 5,000 unless told. */
  readonly timeoutMs?: number;
}

/** What a drill did, shown in Grafana beside the state history. Times are Unix milliseconds. */
export interface Annotation {
  readonly text: string;
  readonly tags: readonly string[];
  readonly time: number;
  readonly timeEnd?: number;
}

/** Grafana's alerting HTTP API as far as Firedrill reads it; the embedded runtime answers the same paths. */
export interface GrafanaClient {
  health(): Promise<{ version: string }>;
  /** The rule groups with their rules and instances. */
  rules(): Promise<RuleGroup[]>;
  /** Every alert instance, Normal ones too. */
  alerts(): Promise<AlertInstance[]>;
  annotate(annotation: Annotation): Promise<void>;
}

/** Grafana does not answer, or answers with something else than its API. */
export class GrafanaError extends Error {
  override readonly name = 'GrafanaError';
  /** The HTTP status; undefined when nothing answered. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const RULER = '/api/prometheus/grafana/api/v1';

export function createGrafanaClient(options: GrafanaClientOptions): GrafanaClient {
  return {
    health: () => get(options, '/api/health', healthResponse),
    rules: async () => (await get(options, `${RULER}/rules`, rulesResponse)).data.groups,
    alerts: async () => (await get(options, `${RULER}/alerts`, alertsResponse)).data.alerts,
    annotate: async (annotation) => {
      await send(options, '/api/annotations', { method: 'POST', body: JSON.stringify(annotation) });
    },
  };
}

async function get<T>(options: GrafanaClientOptions, path: string, schema: z.ZodType<T>): Promise<T> {
  const body = await send(options, path, { method: 'GET' });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new GrafanaError(
    `${options.url}${path}: unexpected answer at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

async function send(
  { url, user, password, timeoutMs = 5_000 }: GrafanaClientOptions,
  path: string,
  { method, body }: { readonly method: 'GET' | 'POST'; readonly body?: string },
): Promise<unknown> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (user !== undefined)
    headers.authorization = `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`;
  const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  try {
    const response = await request(`${url}${path}`, {
      method,
      headers,
      ...limits,
      ...(body !== undefined && { body }),
    });
    const text = await response.body.text();
    if (response.statusCode >= 400) throw refused(url, path, response.statusCode, text);
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof GrafanaError) throw error;
    const reason = (error as { code?: string }).code ?? (error as Error).message;
    throw new GrafanaError(`${url}${path} does not answer (${reason})`, undefined, { cause: error });
  }
}

function refused(url: string, path: string, status: number, text: string): GrafanaError {
  const hint = status === 401 ? ' (set GRAFANA_ADMIN_USER and GRAFANA_ADMIN_PASSWORD)' : '';
  return new GrafanaError(`${url}${path} answered ${status}${hint}: ${text.slice(0, 200)}`, status);
}
