import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Supervised } from '../processes/supervise';
import type { StackStatus } from './stack-status';

export interface ControlDependencies {
  readonly status: () => Promise<StackStatus>;
  readonly processes: readonly Supervised[];
  /** Called once the answer is on its way. */
  readonly shutdown: () => void;
}

const LONGEST_HOLD_SECONDS = 3_600;

/**
 * `GET /status`; `POST /processes/:name/stop` with `{ttlSeconds?}` holds a process until `/start` or for the time given;
 * `POST /shutdown`. Errors are `{"error":{"code","message"}}`.
 */
export function createControlApp({ status, processes, shutdown }: ControlDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(refuseBrowsers, express.json({ limit: '1kb' }));
  app.get('/status', async (_, response) => void response.json(await status()));
  app.post('/processes/:name/stop', async (request, response) => {
    const target = find(processes, request.params.name);
    await target.hold(holdMs(request.body));
    response.json(target.status());
  });
  app.post('/processes/:name/start', async (request, response) => {
    const target = find(processes, request.params.name);
    await target.start();
    response.json(target.status());
  });
  app.post('/shutdown', (_, response) => {
    response.once('finish', shutdown);
    response.status(202).json({ pid: process.pid });
  });
  app.use(() => {
    throw new ControlError(
      404,
      'not_found',
      'known paths: GET /status, POST /processes/:name/stop|start, POST /shutdown',
    );
  });
  app.use(answerError);
  return app;
}

class ControlError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A web page must not stop the stack: what a page can send without asking has no JSON body or a foreign host name. */
const refuseBrowsers: RequestHandler = (request, _, next) => {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new ControlError(403, 'forbidden_host', 'the control port answers to 127.0.0.1 and localhost only');
  }
  if (request.method === 'POST' && request.is('application/json') !== 'application/json') {
    throw new ControlError(415, 'json_expected', 'expected a body of content type application/json');
  }
  next();
};

function find(processes: readonly Supervised[], name: string): Supervised {
  const found = processes.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const known = processes.map((candidate) => candidate.name).join(', ');
  throw new ControlError(404, 'unknown_process', `no process ${JSON.stringify(name)} here; there are ${known}`);
}

function holdMs(body: unknown): number | undefined {
  const ttl = typeof body === 'object' && body !== null && 'ttlSeconds' in body ? body.ttlSeconds : undefined;
  if (ttl === undefined) return undefined;
  if (typeof ttl === 'number' && ttl > 0 && ttl <= LONGEST_HOLD_SECONDS) return ttl * 1_000;
  const message = `ttlSeconds: expected a number above 0 up to ${LONGEST_HOLD_SECONDS}, got ${JSON.stringify(ttl)}`;
  throw new ControlError(400, 'bad_ttl', message);
}

const answerError: ErrorRequestHandler = (error: Error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  // express.json throws errors that have a status, too.
  const { status = 500, code = 'failed' } = error as Partial<ControlError>;
  response.status(status).json({ error: { code, message: error.message } });
};
