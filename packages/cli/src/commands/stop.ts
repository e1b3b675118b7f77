import { controlClient, NothingRunningError } from '@firedrill/embedded/control-client';
import type { Command } from 'commander';
import {
  addStackOptions,
  dataFolder,
  stackAddresses,
  type Context,
  type RunCommand,
  type StackOptions,
} from '../context';
import { EXIT, UsageError, type ExitCode } from '../exit-code';
import { pause } from '../pause';

export function addStop(program: Command, run: RunCommand): void {
  addStackOptions(program.command('stop'))
    .description('stop a stack that runs in another terminal')
    .action((options: StackOptions) => run((context) => stop(context, options)));
}

export function addClean(program: Command, run: RunCommand): void {
  addStackOptions(program.command('clean'))
    .description('remove the data folder: orders, metrics, logs and states')
    .option('--yes', 'really do it')
    .action((options: StackOptions & { yes?: true }) => run((context) => clean(context, options)));
}

async function stop(context: Context, options: StackOptions): Promise<ExitCode> {
  const control = controlClient(stackAddresses(options).url('control'));
  await control.shutdown();
  while (!context.signal.aborted && (await answers(control))) await pause(200, context.signal);
  context.terminal.print('stopped');
  return EXIT.asExpected;
}

async function answers(control: ReturnType<typeof controlClient>): Promise<boolean> {
  try {
    await control.status();
    return true;
  } catch (error) {
    if (error instanceof NothingRunningError) return false;
    return true;
  }
}

async function clean(context: Context, options: StackOptions & { yes?: true }): Promise<ExitCode> {
  const folder = dataFolder(context, options);
  if (!options.yes) throw new UsageError(`this removes ${folder}; say it with --yes`);
  const { removeDataFolder } = await import('@firedrill/embedded');
  await removeDataFolder(folder);
  context.terminal.print(`removed ${folder}`);
  return EXIT.asExpected;
}
