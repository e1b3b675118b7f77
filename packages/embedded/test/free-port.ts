import { createServer, type AddressInfo, type Server } from 'node:net';

/** A port that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = await occupy(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Listens on 127.0.0.1 until closed. */
export function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', fail).listen(port, '127.0.0.1', () => done(server));
  });
}
