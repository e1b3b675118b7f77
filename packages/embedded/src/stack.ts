import type { Problem } from '@firedrill/config-file';
import { startTraffic } from '@firedrill/traffic';
import { addresses, type Addresses } from './addresses';
import { Cleanup } from './cleanup';
import { readConfiguration } from './configuration';
import { createControlApp } from './control/control-app';
import { stackStatus, type StackStatus } from './control/stack-status';
import { openDataFolder } from './data-folder';
import { databaseUrls } from './database';
import { openHistory } from './history';
import { serve } from './http-server';
import { startObserving } from './observing';
import { checkPorts } from './port-check';
import type { ProcessStatus, Supervised } from './processes/supervise';
import { provisioningEnvironment } from './provisioning-environment';
import { startProcesses } from './start-processes';
import type { Step } from './start-step';
import { StartError } from './start-errors';

/** One step of the start, as people read it. */
export interface StartProgress {
  readonly step: string;
  readonly state: 'started' | 'done';
}

export interface StackOptions {
  /** The checkout: configuration files and built services are read from it. */
  readonly root: string;
  readonly dataFolder: string;
  readonly portOffset: number;
  readonly traffic: boolean;
  readonly allowWarnings: boolean;
  /** An existing server to use instead of the embedded one: the address of the shop's database and its owner. */
  readonly databaseUrl?: string;
  readonly onProgress?: (progress: StartProgress) => void;
  /** Told whenever a service or PostgreSQL starts, dies, is held or released. */
  readonly onProcess?: (status: ProcessStatus) => void;
  /** Told in words about what fails while the stack runs on, such as a log file that cannot be read. */
  readonly onWarning?: (message: string) => void;
  /** Aborting ends a start that is under way; `startStack` then rejects once everything is undone. */
  readonly signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  readonly addresses: Addresses;
  readonly warnings: readonly Problem[];
  /** Resolves when somebody asked the control port to shut down. */
  readonly shutdownRequested: Promise<void>;
  status(): Promise<StackStatus>;
  /** Leaves no process; may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts everything and resolves when the alert list answers. Nothing is started before the files, the data folder and
 * the ports were found good. Throws ConfigurationError, DataFolderError, PortTakenError, PostgresError or StartError,
 * and leaves no process then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const cleanup = new Cleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    // What stopped the start matters more than what fails while it is undone.
    await cleanup.run().catch(() => undefined);
    throw error;
  }
}

/** Journeys a second; about a third of them order something. */
const TRAFFIC_RATE = 5;
const ignore = (): void => undefined;

async function start(options: StackOptions, cleanup: Cleanup): Promise<Stack> {
  const { databaseUrl, root, onProcess: onChange = ignore, onWarning = ignore } = options;
  const startedAt = new Date();
  const local = addresses(options);
  const urls = databaseUrls(local, databaseUrl);
  const step = stepper(options);
  const configuration = await step('Reading the configuration files', () =>
    readConfiguration({
      root,
      environment: provisioningEnvironment(local, urls),
      allowWarnings: options.allowWarnings,
    }),
  );
  const data = await step('Taking the data folder', async () => {
    const taken = await openDataFolder(options.dataFolder);
    cleanup.add(() => taken.release());
    return taken;
  });
  await step('Checking the ports', () => checkPorts(local, databaseUrl === undefined ? [] : ['postgres']));
  const history = await step('Reading the history', () => openHistory(data, cleanup));
  const processes = await startProcesses({ root, databaseUrl, addresses: local, urls, data, onChange, step, cleanup });
  await startObserving({ configuration, data, history, addresses: local, step, cleanup, onWarning });
  const status = (): Promise<StackStatus> => stackStatus({ root, startedAt, data, addresses: local, processes });
  const control = await step('Opening the control port', () => serveControl(local, processes, status, cleanup));
  if (options.traffic) await step('Starting the traffic', () => sendTraffic(local, cleanup));
  return {
    addresses: local,
    warnings: configuration.warnings,
    shutdownRequested: control.requested,
    status,
    stop: () => cleanup.run(),
  };
}

async function sendTraffic(local: Addresses, cleanup: Cleanup): Promise<void> {
  const target = { frontendUrl: local.url('frontend'), port: local.port('traffic') };
  const traffic = await startTraffic({ ...target, rate: TRAFFIC_RATE, seed: 1 });
  cleanup.add(() => traffic.stop());
}

/** Tells each step's begin and end, and does not begin one after the start was aborted. */
function stepper({ onProgress, signal }: StackOptions): Step {
  const aborted = new Promise<never>((_, fail) => {
    signal?.addEventListener('abort', () => fail(new StartError('The start was interrupted.')));
  });
  aborted.catch(() => undefined);
  return async (step, work) => {
    if (signal?.aborted === true) return aborted;
    onProgress?.({ step, state: 'started' });
    const result = await Promise.race([work(), aborted]);
    onProgress?.({ step, state: 'done' });
    return result;
  };
}

async function serveControl(
  local: Addresses,
  processes: readonly Supervised[],
  status: () => Promise<StackStatus>,
  cleanup: Cleanup,
): Promise<{ readonly requested: Promise<void> }> {
  let shutdown: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => (shutdown = resolve));
  const server = await serve('control', local.port('control'), createControlApp({ status, processes, shutdown }));
  cleanup.add(() => server.close());
  // In an object: a promise that is returned is waited for.
  return { requested };
}
