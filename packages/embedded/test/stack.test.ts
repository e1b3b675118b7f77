import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addresses, SERVICE_NAMES, type Addresses } from '../src/addresses';
import { ConfigurationError } from '../src/configuration-error';
import { controlClient } from '../src/control/control-client';
import { checkPorts } from '../src/port-check';
import { isRunning } from '../src/process-table';
import { startStack, type StackOptions } from '../src/stack';
import { DataFolderError, StartError } from '../src/start-errors';
import { temporaryFolder } from './temporary-folder';

const checkout = join(__dirname, '../../..');
const folder = temporaryFolder();

/** Stands for each of the four services: the shop itself is not what is tested here. */
const SERVICE = `
  require('node:http').createServer((_, response) => response.end('')).listen(Number(process.env.PORT), process.env.HOST);
  process.on('SIGTERM', () => process.exit(0));
`;

function makeRoot(name: string, service: string): string {
  const root = join(folder, name);
  mkdirSync(root);
  for (const entry of ['prometheus', 'promtail', 'provisioning', 'package.json']) {
    cpSync(join(checkout, entry), join(root, entry), { recursive: true });
  }
  for (const each of SERVICE_NAMES) {
    mkdirSync(join(root, 'services', each, 'dist'), { recursive: true });
    writeFileSync(join(root, 'services', each, 'dist', 'server.js'), service);
  }
  return root;
}

async function freeAddresses(portOffset = 11_000): Promise<Addresses> {
  const local = addresses({ portOffset });
  return checkPorts(local).then(
    () => local,
    () => freeAddresses(portOffset + 1_000),
  );
}

async function optionsFor(name: string, service = SERVICE): Promise<StackOptions> {
  const { portOffset } = await freeAddresses();
  const dataFolder = join(folder, `${name}-data`);
  return { root: makeRoot(name, service), dataFolder, portOffset, traffic: false, allowWarnings: false };
}

test('starts, answers where compose would, and leaves no process', async () => {
  const options = await optionsFor('whole');
  const steps: string[] = [];
  const stack = await startStack({ ...options, onProgress: ({ step, state }) => steps.push(`${state} ${step}`) });
  const rules = await fetch(`${stack.addresses.url('grafana')}/api/prometheus/grafana/api/v1/rules`);
  expect(await rules.json()).toMatchObject({ status: 'success', data: { groups: expect.any(Array) } });
  const status = await controlClient(stack.addresses.url('control')).status();
  expect(status.processes.map(({ name, state }) => [name, state])).toEqual([
    ...SERVICE_NAMES.map((name) => [name, 'running']),
    ['postgres', 'running'],
  ]);
  expect(steps.slice(0, 2)).toEqual([
    'started Reading the configuration files',
    'done Reading the configuration files',
  ]);
  await expect(startStack(options)).rejects.toThrow(DataFolderError);

  await stack.stop();
  await stack.stop();
  expect(status.processes.filter(({ pid }) => isRunning(pid!))).toEqual([]);
  await expect(checkPorts(stack.addresses)).resolves.toBeUndefined();
  expect(existsSync(join(options.dataFolder, 'supervisor.lock'))).toBe(false);
});

test('a mistake in a file stops the start before anything is touched', async () => {
  const options = await optionsFor('mistake');
  const file = join(options.root, 'prometheus/prometheus.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('scrape_interval: 5s', 'scrape_interval: 5x'));
  await expect(startStack(options)).rejects.toThrow(ConfigurationError);
  expect(existsSync(options.dataFolder)).toBe(false);
});

test('a service that cannot start is named with its reason, and everything is undone', async () => {
  const options = await optionsFor('broken', `throw new Error('the till is locked')`);
  const start = startStack(options);
  await expect(start).rejects.toThrow(StartError);
  await expect(start).rejects.toThrow(/^\w+ did not start: exit code 1: Error: the till is locked$/);
  await expect(checkPorts(addresses(options))).resolves.toBeUndefined();
});

test('an interrupted start undoes what it has begun', async () => {
  const interruption = new AbortController();
  const options = await optionsFor('interrupted', 'setInterval(() => {}, 1000)');
  const pids: number[] = [];
  const start = startStack({
    ...options,
    signal: interruption.signal,
    onProcess: ({ pid }) => pid !== undefined && pids.push(pid),
    onProgress: ({ step }) => step === 'Starting the services' && setTimeout(() => interruption.abort(), 50),
  });
  await expect(start).rejects.toThrow('The start was interrupted.');
  expect(pids).toHaveLength(1);
  expect(pids.filter(isRunning)).toEqual([]);
  await expect(checkPorts(addresses(options))).resolves.toBeUndefined();
});
