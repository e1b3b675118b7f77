import { faultsClient, type FaultsClient } from '@firedrill/faults';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDesk, type Desk } from './desk-service';
import { until } from './until';

const TOKEN = 'a-token-of-some-length';

let desk: Desk;
let server: Server;
let url: string;
let client: FaultsClient;
const exit = jest.fn<undefined, [number]>();

beforeEach(async () => {
  exit.mockReset();
  desk = createDesk({ exit, faultsToken: TOKEN, random: () => 0.5 });
  server = createServer(desk.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = faultsClient(url);
});
afterEach(async () => {
  desk.parts.faults.clearAll();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(`${url}${path}`, { headers })).status;

describe('the control protocol', () => {
  test('injects, lists and clears; log and gauge say so', async () => {
    const fault = await client.inject({ kind: 'error', severity: 'severe', ttlSeconds: 60 });
    expect(fault).toMatchObject({
      id: 'error-1',
      kind: 'error',
      severity: 'severe',
      values: { share: 0.6, status: 500 },
    });
    expect(fault.endsAt - fault.startedAt).toBe(60_000);
    expect(await client.list()).toEqual([fault]);
    expect(await desk.series('fault_active')).toEqual(['fault_active{kind="error"} 1']);
    await client.clear(fault.id);
    expect(await client.list()).toEqual([]);
    expect(await desk.series('fault_active')).toEqual(['fault_active{kind="error"} 0']);
    const lines = desk.logger.lines().filter(({ event }) => String(event).startsWith('fault_'));
    expect(lines).toMatchObject([
      { event: 'fault_injected', kind: 'error', faultId: 'error-1' },
      { event: 'fault_cleared', kind: 'error', faultId: 'error-1', expired: false },
    ]);
  });

  test.each([
    {
      name: 'a kind of another service',
      fault: { kind: 'payment_decline', severity: 'mild' },
      message: 'no fault "payment_decline", it knows session_expiry, latency, error',
    },
    {
      name: 'a kind that needs a database',
      fault: { kind: 'db_slow', severity: 'mild' },
      message: 'no fault "db_slow"',
    },
    {
      name: 'the control route itself',
      fault: { kind: 'outage', route: '/faults' },
      message: 'faults cannot be injected into /faults',
    },
    { name: 'a wrong number', fault: { kind: 'latency', values: { ms: -1 } }, message: 'values.ms: ' },
  ] as const)('$name is refused with 400', async ({ fault, message }) => {
    await expect(client.inject(fault)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  test('clearing an unknown fault is a 404', async () => {
    await expect(client.clear('error-9')).rejects.toMatchObject({ status: 404 });
  });

  test('from elsewhere the token is needed', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    expect(await statusOf('/faults', elsewhere)).toBe(401);
    expect(await statusOf('/faults', { ...elsewhere, authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf('/faults', { ...elsewhere, authorization: `Bearer ${TOKEN}` })).toBe(200);
    await expect(faultsClient(url, TOKEN).list()).resolves.toEqual([]);
  });

  test('a service that does not answer is named', async () => {
    await expect(faultsClient('http://127.0.0.1:1').list()).rejects.toThrow('http://127.0.0.1:1 does not answer');
  });
});

describe('faults of requests', () => {
  test('latency delays the routes of the business, not the probes', async () => {
    await client.inject({ kind: 'latency', values: { ms: 400 } });
    const start = performance.now();
    await statusOf('/healthz');
    const probe = performance.now();
    await statusOf('/page');
    expect(probe - start).toBeLessThan(400);
    expect(performance.now() - probe).toBeGreaterThanOrEqual(399);
  });

  test('an error hits its share of the requests on its route only', async () => {
    await client.inject({ kind: 'error', values: { share: 0.51, status: 502 }, route: '/page' });
    expect([await statusOf('/page'), await statusOf('/desks/1')]).toEqual([502, 200]);
    await client.clear();
    await client.inject({ kind: 'error', values: { share: 0.5 } });
    expect(await statusOf('/page')).toBe(200);
  });

  test('an outage answers 503 until it is cleared', async () => {
    await client.inject({ kind: 'outage' });
    expect([await statusOf('/page'), await statusOf('/healthz'), await statusOf('/metrics')]).toEqual([503, 200, 200]);
    await client.clear();
    expect(await statusOf('/page')).toBe(200);
  });

  test('a fault that names a probe hits it', async () => {
    await client.inject({ kind: 'outage', route: '/metrics' });
    expect([await statusOf('/metrics'), await statusOf('/page')]).toEqual([503, 200]);
  });

  test('a request can carry its own fault, on loopback or with the token', async () => {
    expect(await statusOf('/page', { 'x-fault': 'kind=error;status=504' })).toBe(504);
    expect(await statusOf('/page', { 'x-fault': 'kind=crash' })).toBe(400);
    expect(await statusOf('/page', { 'x-fault': 'kind=error', 'x-forwarded-for': '203.0.113.9' })).toBe(200);
    expect(await client.list()).toEqual([]);
  });
});

describe('faults of the process', () => {
  test('a crash ends it with code 1, after the answer', async () => {
    await client.inject({ kind: 'crash' });
    await until(() => exit.mock.calls.length > 0);
    expect(exit).toHaveBeenCalledWith(1);
  });

  test('a silent log is silent until the fault ends', async () => {
    await client.inject({ kind: 'log_silence' });
    const before = desk.logger.lines().length;
    await statusOf('/page');
    expect(desk.logger.lines()).toHaveLength(before);
    await client.clear();
    expect(desk.logger.lines().at(before)).toMatchObject({ event: 'fault_cleared' });
  });

  test('a flood writes lines until the fault ends', async () => {
    await client.inject({ kind: 'log_flood', values: { linesPerSecond: 1_000 } });
    const flooded = (): number => desk.logger.lines().filter(({ event }) => event === 'log_flooded').length;
    await until(() => flooded() >= 200);
    await client.clear();
    const after = flooded();
    await statusOf('/page');
    expect(flooded()).toBe(after);
  });

  test('a blocked event loop is late for everything', async () => {
    const lateness = monitorEventLoopDelay({ resolution: 5 });
    lateness.enable();
    await client.inject({ kind: 'event_loop_block', values: { ms: 120, everyMs: 10 } });
    await until(() => lateness.max >= 100_000_000);
    lateness.disable();
  });

  test('leaked memory stays until the fault ends', async () => {
    const before = process.memoryUsage().arrayBuffers;
    await client.inject({ kind: 'memory_leak', values: { mbPerSecond: 50 } });
    await until(() => process.memoryUsage().arrayBuffers - before > 40 * 1024 * 1024);
  });
});

describe('faults of one kind that overlap', () => {
  test('a log stays silent until the last silence ends', async () => {
    const first = await client.inject({ kind: 'log_silence' });
    const second = await client.inject({ kind: 'log_silence' });
    const before = desk.logger.lines().length;
    await client.clear(first.id);
    await statusOf('/page');
    expect(desk.logger.lines()).toHaveLength(before);
    await client.clear(second.id);
    await statusOf('/page');
    expect(desk.logger.lines().length).toBeGreaterThan(before);
  });
});

test('clearing every fault of the process leaves no timer behind', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  for (let round = 0; round < 20; round += 1) {
    desk.parts.faults.inject({ kind: 'memory_leak', severity: 'mild' });
    desk.parts.faults.inject({ kind: 'event_loop_block', severity: 'mild' });
    desk.parts.faults.inject({ kind: 'log_flood', severity: 'mild' });
    desk.parts.faults.inject({ kind: 'crash' });
  }
  expect(timers()).toBeGreaterThan(before);
  await client.clear();
  await until(() => timers() <= before + 2);
  expect(desk.parts.faults.list()).toEqual([]);
});
