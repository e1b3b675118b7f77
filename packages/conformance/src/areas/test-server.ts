import { createServer, type RequestListener, type Server } from 'node:http';

/** Serves on a free port of 127.0.0.1. */
export async function listen(app: RequestListener): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Stops a server and what is still connected to it. */
export function stopServer(server: Server): void {
  server.close();
  server.closeAllConnections();
}
