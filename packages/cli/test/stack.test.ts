import { SERVICE_NAMES } from '@firedrill/embedded/addresses';
import { freePortOffset } from '@firedrill/embedded/port-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, firedrill, startStackProcess, type RunningStack } from './running-stack';

jest.setTimeout(180_000);

interface Order {
  readonly id: number;
  readonly totalAmountCents: number;
}

let stack: RunningStack;
let dataFolder: string;

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'firedrill-cli-'));
  stack = await startStackProcess(dataFolder, await freePortOffset());
});

afterAll(async () => {
  await firedrill('stop', ...stackOptions());
  await stack.ended();
  await firedrill('clean', '--yes', ...stackOptions());
  rmSync(dataFolder, { recursive: true, force: true });
});

function stackOptions(): string[] {
  return ['--port-offset', String(stack.at.portOffset), '--data-dir', dataFolder];
}

async function json(part: 'grafana' | 'prometheus' | 'loki' | 'traffic' | 'api', path: string): Promise<unknown> {
  const response = await fetch(`${stack.at.url(part)}${path}`);
  return response.json();
}

async function scalar(part: 'prometheus' | 'loki', path: string, query: string): Promise<number | undefined> {
  const answer = (await json(part, `${path}?query=${encodeURIComponent(query)}`)) as {
    data: { result: { value: [number, string] }[] };
  };
  const value = answer.data.result[0]?.value[1];
  return value === undefined ? undefined : Number(value);
}

const RULES = '/api/prometheus/grafana/api/v1';

test.each([
  ['grafana', '/api/health', { database: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }],
  [
    'grafana',
    `${RULES}/rules`,
    { status: 'success', data: { groups: expect.arrayContaining([expect.objectContaining({ name: 'payment' })]) } },
  ],
  ['grafana', `${RULES}/alerts`, { status: 'success', data: { alerts: expect.any(Array) } }],
  ['grafana', '/api/annotations', expect.any(Array)],
  [
    'prometheus',
    '/api/v1/query?query=up',
    { status: 'success', data: { resultType: 'vector', result: expect.any(Array) } },
  ],
  [
    'prometheus',
    '/api/v1/query_range?query=up&start=0&end=60&step=15',
    { status: 'success', data: { resultType: 'matrix', result: [] } },
  ],
  [
    'prometheus',
    '/api/v1/targets',
    { status: 'success', data: { activeTargets: expect.any(Array), droppedTargets: [] } },
  ],
  [
    'loki',
    '/loki/api/v1/query?query=vector(1)',
    { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [expect.any(Number), '1'] }] } },
  ],
  [
    'loki',
    `/loki/api/v1/query_range?query=${encodeURIComponent('{service="api"}')}`,
    { status: 'success', data: { resultType: 'streams' } },
  ],
  ['traffic', '/load', { profile: 'steady', rate: 5 }],
] as const)('%s answers %s in the shape of the real one', async (part, path, shape) => {
  const answer = await json(part, path);
  if (Array.isArray(answer)) expect(answer).toEqual(shape);
  else expect(answer).toMatchObject(shape);
});

test.each([
  ['prometheus', '/-/healthy'],
  ['loki', '/ready'],
] as const)('%s says at %s that it is well', async (part, path) => {
  await eventually(
    () => fetch(`${stack.at.url(part)}${path}`),
    ({ status }) => status === 200,
  );
});

test('every service is scraped and its log lines arrive', async () => {
  await eventually(
    () => scalar('prometheus', '/api/v1/query', 'sum(up)'),
    (up) => up === SERVICE_NAMES.length,
  );
  for (const service of SERVICE_NAMES) {
    const query = `sum(count_over_time({service="${service}"}[1h]))`;
    await eventually(
      () => scalar('loki', '/loki/api/v1/query', query),
      (lines) => (lines ?? 0) > 0,
    );
  }
});

test('status shows what runs, and a second stack on the same ports is refused with what to do', async () => {
  const status = await firedrill('status', ...stackOptions());
  expect(status.code).toBe(0);
  expect(status.output).toMatch(/postgres +running +pid \d+/);
  const other = mkdtempSync(join(tmpdir(), 'firedrill-cli-'));
  const second = await firedrill('up', '--port-offset', String(stack.at.portOffset), '--data-dir', other);
  rmSync(other, { recursive: true, force: true });
  expect(second.code).toBe(4);
  expect(second.output).toContain('--port-offset');
});

test('after kill -9 the next start cleans up: no order, no metric and no log line is lost or counted twice', async () => {
  const orders = await Promise.all(['a', 'b', 'c', 'd'].map(placeOrder));
  const { time, up } = await eventually(scrapedBefore, (scraped) => scraped.up.length === SERVICE_NAMES.length);
  stack.process.kill('SIGKILL');
  await stack.ended();
  stack = await startStackProcess(dataFolder, stack.at.portOffset);
  for (const { id, totalAmountCents } of orders) {
    expect(await json('api', `/orders/${id}`)).toMatchObject({ id, totalAmountCents });
  }
  expect(await upAt(time)).toEqual(up);
  expect(postgresServers()).toBe(1);
  for (const service of SERVICE_NAMES) {
    await eventually(
      async () => ({
        files: linesInFiles(service),
        store: await scalar('loki', '/loki/api/v1/query', `sum(count_over_time({service="${service}"}[1h]))`),
      }),
      ({ files, store }) => files.distinct === store,
    );
  }
});

test('Ctrl-C stops everything and leaves no process', async () => {
  stack.process.kill('SIGINT');
  expect(await stack.ended()).toBe(130);
  expect(postgresServers()).toBe(0);
  expect((await firedrill('status', ...stackOptions())).code).toBe(3);
  stack = await startStackProcess(dataFolder, stack.at.portOffset);
});

/** What Prometheus knew two seconds ago: the journal is written each second. */
async function scrapedBefore(): Promise<{ time: number; up: unknown[] }> {
  const time = Math.floor(Date.now() / 1000) - 2;
  return { time, up: await upAt(time) };
}

async function upAt(time: number): Promise<unknown[]> {
  const answer = (await json('prometheus', `/api/v1/query?query=up&time=${time}`)) as { data: { result: unknown[] } };
  return answer.data.result;
}

/** An order that the api acknowledged, paid or with a failed payment. */
async function placeOrder(key: string): Promise<Order> {
  const response = await fetch(`${stack.at.url('api')}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `stack-test-${key}` },
    body: JSON.stringify({ productId: 1, quantity: 1, paymentMethod: 'card' }),
  });
  const answer = (await response.json()) as Order & { order?: Order };
  return answer.order ?? answer;
}

/** PostgreSQL servers on the stack's port, running or waiting for it, as the process table shows them. */
function postgresServers(): number {
  const port = ` -p ${stack.at.port('postgres')} `;
  const table = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return table.split('\n').filter((line) => line.includes('postgres') && line.includes(port)).length;
}

function linesInFiles(service: string): { distinct: number } {
  const folder = join(dataFolder, 'logs', service);
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
  );
  return { distinct: new Set(lines).size };
}
