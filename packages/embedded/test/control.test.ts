import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { createControlApp } from '../src/control/control-app';
import { controlClient, NothingRunningError } from '../src/control/control-client';
import type { StackStatus } from '../src/control/stack-status';
import { supervise } from '../src/processes/supervise';
import { freePort } from './free-port';

const payment = supervise({
  name: 'payment',
  launch: () =>
    Promise.resolve({ pid: 4711, ended: new Promise<string>(() => undefined), stop: () => Promise.resolve() }),
});
const status: StackStatus = {
  version: '0.1.0',
  nodeVersion: 'v20.20.2',
  pid: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  portOffset: 0,
  dataFolder: '/data',
  dataFolderBytes: 1,
  processes: [],
  memory: [],
};
const shutdown = jest.fn();
const app = createControlApp({ status: () => Promise.resolve(status), processes: [payment], shutdown });

let server: Server;
let client: ReturnType<typeof controlClient>;
beforeAll(async () => {
  await payment.start();
  server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  client = controlClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await payment.close();
  server.close();
});

test('answers the status', async () => {
  expect(await client.status()).toEqual(status);
});

test('stops a process for a time and starts it again', async () => {
  expect(await client.stopProcess('payment', { ttlSeconds: 60 })).toMatchObject({ name: 'payment', state: 'held' });
  expect(payment.status().heldUntil).toBeDefined();
  expect(await client.startProcess('payment')).toEqual({ name: 'payment', state: 'running', pid: 4711, restarts: 0 });
});

test('shuts down after it has answered', async () => {
  expect(await client.shutdown()).toEqual({ pid: process.pid });
  expect(shutdown).toHaveBeenCalledTimes(1);
});

test('says so when nothing runs', async () => {
  const nobody = controlClient(`http://127.0.0.1:${await freePort()}`);
  await expect(nobody.status()).rejects.toThrow(NothingRunningError);
});

test.each([
  ['an unknown process', '/processes/till/stop', {}, 404, 'no process "till" here; there are payment'],
  [
    'a time to live that is no number',
    '/processes/payment/stop',
    { ttlSeconds: 'x' },
    400,
    'ttlSeconds: expected a number',
  ],
  ['a time to live of nothing', '/processes/payment/stop', { ttlSeconds: 0 }, 400, 'got 0'],
  ['an unknown path', '/nowhere', {}, 404, 'known paths'],
])('%s is answered with an error', async (_name, path, body, code, message) => {
  const answer = await supertest(app).post(path).send(body);
  expect(answer.status).toBe(code);
  expect(answer.body.error.message).toContain(message);
});

test('a web page cannot use it', async () => {
  expect((await supertest(app).post('/shutdown').type('form').send('a=1')).status).toBe(415);
  expect((await supertest(app).get('/status').set('host', 'evil.example')).status).toBe(403);
});
