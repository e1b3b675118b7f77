import { createServer, type RequestListener } from 'node:http';
import { PortTakenError } from './start-errors';

export interface HttpServer {
  /** Stops listening and ends connections that are idle or still open. */
  close(): Promise<void>;
}

/** Serves on 127.0.0.1. Throws PortTakenError when somebody took the port since it was checked. */
export function serve(name: string, port: number, app: RequestListener): Promise<HttpServer> {
  const server = createServer(app);
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return new Promise((listening, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new PortTakenError([port], `Port ${port} (${name}) is taken by another program.`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => listening({ close }));
  });
}
