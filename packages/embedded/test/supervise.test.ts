import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../src/process-table';
import { launchNode } from '../src/processes/launch-node';
import { ProcessRecord } from '../src/processes/process-record';
import { supervise, type ProcessState, type ProcessStatus, type Supervised } from '../src/processes/supervise';
import { freePort } from './free-port';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();
const started: Supervised[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((process) => process.close()));
});

/** A service of four lines: ready at once, dies on GET /die. */
const SERVICE = `
  const server = require('node:http').createServer((request, response) => {
    if (request.url === '/die') { console.error('TypeError: the till is stuck'); process.exit(7); }
    response.end('ok');
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));
`;

async function superviseScript(
  name: string,
  code: string,
): Promise<{ process: Supervised; url: string; states: ProcessStatus[] }> {
  const script = join(folder, `${name}.js`);
  writeFileSync(script, code);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const states: ProcessStatus[] = [];
  const record = new ProcessRecord(folder);
  const program = { name, script, environment: { PORT: String(port) }, readyUrl: `${url}/readyz`, record };
  const process = supervise({
    name,
    launch: (signal) => launchNode(program, signal),
    onChange: (status) => states.push(status),
    firstPauseMs: 5,
  });
  started.push(process);
  return { process, url, states };
}

async function untilState(process: Supervised, state: ProcessState, restarts = 0): Promise<void> {
  while (process.status().state !== state || process.status().restarts < restarts) {
    await new Promise((next) => setTimeout(next, 5));
  }
}

test('a process that dies is started again, and the status says why it died', async () => {
  const { process, url, states } = await superviseScript('dies', SERVICE);
  await process.start();
  const { pid } = process.status();
  await fetch(`${url}/die`).catch(() => undefined);
  await untilState(process, 'running', 1);
  expect(process.status()).toMatchObject({
    state: 'running',
    restarts: 1,
    lastExit: { reason: 'exit code 7: TypeError: the till is stuck' },
  });
  expect(process.status().pid).not.toBe(pid);
  expect(states.map(({ state }) => state)).toEqual(['starting', 'running', 'waiting', 'starting', 'running']);
});

test('a process that cannot start rejects with what it said', async () => {
  const { process } = await superviseScript('broken', `throw new Error('PORT is missing')`);
  await expect(process.start()).rejects.toThrow('exit code 1: Error: PORT is missing');
});

test('a held process stays down until it is started', async () => {
  const { process } = await superviseScript('held', SERVICE);
  await process.start();
  const { pid } = process.status();
  await process.hold();
  expect(process.status()).toEqual({ name: 'held', state: 'held', restarts: 0 });
  expect(isRunning(pid!)).toBe(false);
  await process.start();
  expect(process.status().state).toBe('running');
});

test('a hold with a time to live ends by itself', async () => {
  const { process } = await superviseScript('ttl', SERVICE);
  await process.start();
  await process.hold(60_000);
  expect(process.status()).toMatchObject({ state: 'held', heldUntil: expect.any(String) });
  await process.hold(20);
  await untilState(process, 'running');
  expect(process.status().heldUntil).toBeUndefined();
});

test('closing in the middle of a start leaves no process', async () => {
  const { process, states } = await superviseScript('slow', `setInterval(() => {}, 1000)`);
  const start = process.start();
  start.catch(() => undefined);
  await untilState(process, 'starting');
  await process.close();
  await expect(start).rejects.toThrow('slow was stopped before it was ready');
  expect(process.status()).toEqual({ name: 'slow', state: 'stopped', restarts: 0 });
  expect(states.at(-1)?.state).toBe('stopped');
});
