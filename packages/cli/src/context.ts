import { addresses, type Addresses } from '@firedrill/embedded/addresses';
import { createGrafanaClient, type GrafanaClient } from '@firedrill/grafana-client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DrillEnvironment } from '@firedrill/drills';
import { dataFolderFor } from './config';
import { shopEnvironment } from './shop-environment';
import type { ExitCode } from './exit-code';
import type { Terminal } from './terminal/terminal';

/** What every command gets: where to write, what to read of the environment, and when to stop. */
export interface Context {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The checkout that holds the configuration files. */
  readonly root: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Runs a command's action and keeps its exit code; a person's mistake becomes a sentence. */
export type RunCommand = (action: (context: Context) => Promise<ExitCode>) => Promise<void>;

/** Options of every command that speaks to a stack. */
export interface StackOptions {
  readonly portOffset: number;
  readonly dataDir?: string;
}

export function addStackOptions(command: Command): Command {
  return command
    .addOption(new Option('--port-offset <n>', 'the stack whose ports are shifted by n').argParser(integer).default(0))
    .option('--data-dir <folder>', 'the data folder of the stack (default: .firedrill)');
}

export function stackAddresses({ portOffset }: StackOptions): Addresses {
  return addresses({ portOffset });
}

export function dataFolder(context: Context, options: StackOptions): string {
  return dataFolderFor(context.root, options.dataDir, options.portOffset);
}

/** Grafana's admin from the environment, which the embedded runtime ignores. */
export function grafanaOf(context: Context, options: StackOptions): GrafanaClient {
  const { GRAFANA_ADMIN_USER: user, GRAFANA_ADMIN_PASSWORD: password } = context.environment;
  const url = stackAddresses(options).url('grafana');
  return createGrafanaClient({ url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) });
}

/** The running stack that a drill acts on. Throws GrafanaError when nothing runs, before anything is touched. */
export async function runningShop(context: Context, options: StackOptions): Promise<DrillEnvironment> {
  await grafanaOf(context, options).health();
  return shopEnvironment(stackAddresses(options), grafanaOf(context, options), context.environment.FAULTS_TOKEN);
}

export function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected an integer from 0 up.');
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('expected a number above 0.');
  return value;
}
