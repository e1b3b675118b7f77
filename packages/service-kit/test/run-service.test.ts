import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  readServiceConfig,
  runService,
  startService,
  type Host,
  type RunningService,
  type ServiceConfig,
} from '../src/index';
import { createDeskApp, DESK } from './desk-service';
import { until } from './until';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-kit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const config = (more: Record<string, string> = {}): ServiceConfig =>
  readServiceConfig(DESK, { PORT: '0', LOG_FOLDER: folder, ...more }, {});
const events = (): unknown[] =>
  readFileSync(join(folder, 'desk', 'desk.1.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);

describe('a started service', () => {
  test('answers, and its metrics have the process among them', async () => {
    const running = await startService(
      DESK,
      { start: (parts) => ({ app: createDeskApp(parts) }) },
      config(),
      jest.fn(),
    );
    const text = await (await fetch(`${running.url}/metrics`)).text();
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    await running.close('test');
  });

  test('finishes what runs before it stops, takes nothing new, and logs its end last', async () => {
    const stop = jest.fn();
    const running = await startService(
      DESK,
      { start: (parts) => ({ app: createDeskApp(parts), stop }) },
      config(),
      jest.fn(),
    );
    const slow = fetch(`${running.url}/wait/80`);
    await inFlight(running, 2);
    const closed = running.close('SIGTERM');
    await expect(fetch(`${running.url}/page`)).rejects.toThrow('fetch failed');
    expect((await slow).status).toBe(200);
    await closed;
    expect(stop).toHaveBeenCalledTimes(1);
    expect(events()).toEqual(['service_started', 'request_completed', 'service_stopped']);
  });
});

class FakeHost extends EventEmitter {
  readonly exit = jest.fn() as unknown as Host['exit'];
  written = '';
  readonly stderr = { write: (text: string) => (this.written += text) !== '' };
}

async function run(environment: Record<string, string>): Promise<FakeHost> {
  const host = new FakeHost();
  const readConfig = (): ServiceConfig => config(environment);
  await runService(DESK, { readConfig, start: (parts) => ({ app: createDeskApp(parts) }) }, host as unknown as Host);
  return host;
}

async function exitCode(host: FakeHost): Promise<unknown> {
  const { calls } = (host.exit as unknown as jest.Mock).mock;
  await until(() => calls.length > 0);
  return calls[0]?.[0];
}

describe('the process of a service', () => {
  test.each(['SIGTERM', 'SIGINT', 'disconnect'])('ends with code 0 on %s', async (signal) => {
    const host = await run({});
    host.emit(signal);
    expect(await exitCode(host)).toBe(0);
    expect(events()).toEqual(['service_started', 'service_stopped']);
  });

  test('ends with code 1 when nothing caught an error, which is in the log', async () => {
    const host = await run({});
    host.emit('uncaughtException', new TypeError('nobody'));
    expect(await exitCode(host)).toBe(1);
    expect(events()).toEqual(['service_started', 'uncaught_exception', 'service_stopped']);
  });

  test('ends with code 2 and every problem of its settings', async () => {
    const host = await run({ PORT: '99999', LOG_LEVEL: 'loud' });
    expect(await exitCode(host)).toBe(2);
    expect(host.written).toBe(
      'desk cannot start with this environment:\n' +
        '  PORT: expected a port from 0 to 65535, got "99999"\n' +
        '  LOG_LEVEL: expected debug, info, warn or error, got "loud"\n',
    );
  });

  test('ends with code 1 and a sentence when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const host = await run({ PORT: String(port) });
    const code = await exitCode(host);
    await new Promise((resolve) => other.close(resolve));
    expect(code).toBe(1);
    expect(host.written).toMatch(/^desk: the port is taken/);
  });
});

async function inFlight({ url }: RunningService, count: number): Promise<void> {
  // The scrape is one of them.
  await until(async () => (await (await fetch(`${url}/metrics`)).text()).includes(`http_requests_in_flight ${count}`));
}
