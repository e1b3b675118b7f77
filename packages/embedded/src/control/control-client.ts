import { request } from 'undici';
import type { ProcessStatus } from '../processes/supervise';
import type { StackStatus } from './stack-status';

export type { ProcessState, ProcessStatus } from '../processes/supervise';
export type { MemoryOfPart } from './memory';
export type { StackStatus } from './stack-status';

/** No supervisor answers on the control port. */
export class NothingRunningError extends Error {
  override readonly name = 'NothingRunningError';
}

/** The typed face of the supervisor's control port. Every call throws NothingRunningError when nothing listens there. */
export interface ControlClient {
  status(): Promise<StackStatus>;
  /** Stops one of the four services or `postgres`, until `startProcess` or for a time. */
  stopProcess(name: string, options?: { readonly ttlSeconds?: number }): Promise<ProcessStatus>;
  /** Resolves when the process is ready. */
  startProcess(name: string): Promise<ProcessStatus>;
  /** Asks the supervisor to stop everything; answers its pid at once. */
  shutdown(): Promise<{ readonly pid: number }>;
}

/** `baseUrl` is `addresses({portOffset}).url('control')`. */
export function controlClient(baseUrl: string): ControlClient {
  const post = (path: string, body: object = {}): Promise<unknown> => send(baseUrl, path, JSON.stringify(body));
  const path = (name: string, verb: string): string => `/processes/${encodeURIComponent(name)}/${verb}`;
  return {
    status: async () => (await send(baseUrl, '/status')) as StackStatus,
    stopProcess: async (name, options) => (await post(path(name, 'stop'), options)) as ProcessStatus,
    startProcess: async (name) => (await post(path(name, 'start'))) as ProcessStatus,
    shutdown: async () => (await post('/shutdown')) as { pid: number },
  };
}

async function send(baseUrl: string, path: string, body?: string): Promise<unknown> {
  const answer = await request(`${baseUrl}${path}`, {
    headersTimeout: 60_000,
    ...(body !== undefined && { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
    throw new NothingRunningError(`Nothing answers at ${baseUrl}: start the stack with \`npm start\`.`);
  });
  const data = (await answer.body.json()) as { error?: { message: string } };
  if (answer.statusCode >= 400)
    throw new Error(data.error?.message ?? `${baseUrl}${path} answered ${answer.statusCode}`);
  return data;
}
