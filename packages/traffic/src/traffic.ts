import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Server } from 'node:http';
import { z } from 'zod';
import { startLoad, type Load, type LoadSettings } from './load';
import { PROFILE_NAMES } from './profiles';

export interface TrafficOptions {
  readonly frontendUrl: string;
  /** The port of the control server on 127.0.0.1. */
  readonly port: number;
  /** Journeys a second while nobody asks for another load. */
  readonly rate: number;
  readonly seed: number;
}

/** Steady traffic, and a control server (`GET`, `PUT`, `DELETE /load`) that changes the load for a while. */
export interface Traffic {
  stop(): Promise<void>;
}

const loadRequest = z.strictObject({
  profile: z.enum(PROFILE_NAMES),
  rate: z.number().positive().max(1_000).optional(),
  productId: z.int().positive().optional(),
});

export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { frontendUrl, seed, rate, port } = options;
  const steady: LoadSettings = { profile: 'steady', rate };
  let load: Load = startLoad({ frontendUrl, seed, ...steady });
  let ending: Promise<void> = Promise.resolve();
  const replace = (settings: LoadSettings): void => {
    ending = Promise.all([ending, load.stop()]).then(() => undefined);
    load = startLoad({ frontendUrl, seed, ...settings });
  };
  const app = controlApp({ current: () => load, replace, steady });
  const server = await listen(app, port);
  return {
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([ending, load.stop()]);
    },
  };
}

interface Control {
  readonly current: () => Load;
  readonly replace: (settings: LoadSettings) => void;
  readonly steady: LoadSettings;
}

function controlApp({ current, replace, steady }: Control): Express {
  const app = express();
  app.use(express.json({ limit: '1kb' }));
  const answer = (response: Response): unknown => response.json({ ...current().settings, report: current().report() });
  app.get('/load', (_request, response) => void answer(response));
  app.put('/load', (request, response) => {
    const parsed = loadRequest.safeParse(request.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      response
        .status(400)
        .json({ error: { code: 'invalid_load', message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` } });
      return;
    }
    const { profile, rate = steady.rate, productId } = parsed.data;
    replace({ profile, rate, productId });
    answer(response);
  });
  app.delete('/load', (_request, response) => {
    replace(steady);
    answer(response);
  });
  app.use(answerError);
  return app;
}

/** Express tells an error handler by its four parameters. */
function answerError(error: Error & { status?: number }, _: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) next(error);
  else response.status(error.status ?? 500).json({ error: { code: 'invalid_request', message: error.message } });
}

function listen(app: Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', (error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}
