import { createServer } from 'node:net';
import { addresses } from './addresses';
import { checkPorts, freePortOffset } from './port-check';

test('a free offset passes the check, is another one when a port there is taken, and the check then names that port', async () => {
  const portOffset = await freePortOffset();
  const at = addresses({ portOffset });
  await checkPorts(at);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(at.port('loki'), '127.0.0.1', resolve));
  try {
    expect(await freePortOffset()).not.toBe(portOffset);
    await expect(checkPorts(at)).rejects.toThrow(`${at.port('loki')} (loki)`);
    await checkPorts(at, ['loki']);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
