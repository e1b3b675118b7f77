import { createServer } from 'node:net';
import { PORTS, type Addresses, type PartName } from './addresses';
import { PortTakenError } from './start-errors';

/** Throws PortTakenError naming every port of the stack that another program uses. */
export async function checkPorts(addresses: Addresses, except: readonly PartName[] = []): Promise<void> {
  const parts = (Object.keys(PORTS) as PartName[]).filter((part) => !except.includes(part));
  const free = await Promise.all(parts.map((part) => isFree(addresses.port(part))));
  const taken = parts.filter((_, index) => free[index] === false);
  if (taken.length === 0) return;
  const names = taken.map((part) => `${addresses.port(part)} (${part})`).join(', ');
  throw new PortTakenError(
    taken.map((part) => addresses.port(part)),
    `Port ${names} ${taken.length === 1 ? 'is' : 'are'} taken by another program, perhaps by another stack. ` +
      `Stop it, or shift all ports with --port-offset N (for example --port-offset ${addresses.portOffset + 10_000}).`,
  );
}

/**
 * An offset at which every port of a stack is free; two programs that ask at one time begin at different ones. All ports
 * stay below 32768, where systems begin to hand out ports for outgoing connections.
 */
export async function freePortOffset(): Promise<number> {
  const offsets = Array.from({ length: 40 }, (_, index) => 11_150 + ((process.pid + index) % 40) * 310);
  for (const offset of offsets) {
    const free = await Promise.all(Object.values(PORTS).map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('all port offsets that were tried are taken');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? answer(false) : fail(error)));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => answer(true)));
  });
}
