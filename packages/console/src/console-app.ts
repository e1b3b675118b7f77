import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { Inbox } from './inbox';

export interface ConsoleOptions {
  /** The wall clock, Unix milliseconds. */
  readonly now: () => number;
  readonly inbox?: Inbox;
}

/** The console's HTTP server: `POST` and `PUT /inbox` take a notification, `GET /inbox?after=<id>` lists them, the oldest first. */
export function createConsoleApp({ now, inbox = new Inbox() }: ConsoleOptions): Express {
  const app = express().disable('x-powered-by');
  const receive = (request: Request, response: Response): void => {
    const { id } = inbox.add(request.body, now());
    response.status(202).json({ id });
  };
  app
    .route('/inbox')
    .post(express.json({ limit: '1mb', strict: false }), receive)
    .put(express.json({ limit: '1mb', strict: false }), receive)
    .get((request, response) => {
      const after = Number(request.query.after ?? 0);
      if (!Number.isInteger(after)) {
        response.status(400).json({ message: 'expected after to be the id of an entry' });
        return;
      }
      response.json({ notifications: inbox.list(after) });
    });
  app.use((_request, response) => void response.status(404).json({ message: 'Not found' }));
  app.use(answerError);
  return app;
}

/** Express knows an error handler by its four parameters. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const { status, message } = error as { readonly status?: number; readonly message: string };
  if (status === undefined || status >= 500) {
    next(error);
    return;
  }
  response.status(status).json({ message });
};
