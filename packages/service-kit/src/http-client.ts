import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { CallContext } from './request-context';
import { UpstreamError } from './upstream-error';

export interface HttpClientOptions {
  /** The name of the service that is called, for errors. */
  readonly name: string;
  readonly baseUrl: string;
  /** How long a whole call may take. */
  readonly timeoutMs: number;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** The parsed JSON; undefined for an empty body. */
  readonly body: unknown;
}

/** Calls one other service; request id and trace go along. */
export interface HttpClient {
  /** Any status is an answer. Throws UpstreamError when none comes in time or it is not JSON. */
  request(call: Call, context: CallContext): Promise<Answer>;
  close(): void;
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  return {
    request: (call, context) => send(options, agent, call, context),
    close: () => agent.destroy(),
  };
}

async function send(options: HttpClientOptions, agent: Agent, call: Call, context: CallContext): Promise<Answer> {
  const { name, timeoutMs } = options;
  const signal = AbortSignal.timeout(call.timeoutMs ?? timeoutMs);
  try {
    const { status, text } = await exchange(options, agent, call, context, signal);
    return { status, body: text === '' ? undefined : JSON.parse(text) };
  } catch (error) {
    if (signal.aborted) throw new UpstreamError(name, 'timeout', error);
    throw new UpstreamError(name, error instanceof SyntaxError ? 'bad_answer' : 'unreachable', error);
  }
}

async function exchange(
  { baseUrl }: HttpClientOptions,
  agent: Agent,
  call: Call,
  context: CallContext,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const payload = call.body === undefined ? undefined : JSON.stringify(call.body);
  const headers = {
    'x-request-id': context.requestId,
    traceparent: context.traceparent,
    accept: 'application/json',
    ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    ...call.headers,
  };
  const attempt = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        new URL(call.path, baseUrl),
        { method: call.method, agent, headers, signal },
        resolve,
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The other side closed an idle connection as this request took it: nothing was read of it, so it goes again.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted) attempt().then(resolve, reject);
        else reject(error);
      });
      request.end(payload);
    });
  const response = await attempt();
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += chunk as string;
  return { status: response.statusCode ?? 0, text };
}
