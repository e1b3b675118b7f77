import type { ProcessStatus } from '@firedrill/embedded/control-client';
import type { StartProgress } from '@firedrill/embedded';
import type { Command } from 'commander';
import type { Problem } from '@firedrill/config-file';
import { addStackOptions, dataFolder, grafanaOf, type Context, type RunCommand, type StackOptions } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { followAlerts } from '../follow-alerts';

interface UpOptions extends StackOptions {
  readonly traffic: boolean;
  readonly allowWarnings?: true;
  readonly jsonLog?: true;
}

export function addUp(program: Command, run: RunCommand): void {
  addStackOptions(program.command('up'))
    .description('start the shop, the database, the traffic and the alerting, and show the alerts')
    .option('--no-traffic', 'without shoppers')
    .option('--allow-warnings', 'start although the configuration files have warnings')
    .option('--json-log', 'one JSON object a line in place of the live list')
    .addHelpText('after', '\nCtrl-C stops everything. In a second terminal: npx firedrill run payment-outage')
    .action((options: UpOptions) => run((context) => up(context, options)));
}

async function up(context: Context, options: UpOptions): Promise<ExitCode> {
  const { startStack } = await import('@firedrill/embedded');
  const { terminal } = context;
  const started = Date.now();
  const databaseUrl = context.environment.DATABASE_URL;
  const stack = await startStack({
    root: context.root,
    dataFolder: dataFolder(context, options),
    portOffset: options.portOffset,
    traffic: options.traffic,
    allowWarnings: options.allowWarnings ?? false,
    ...(databaseUrl !== undefined && { databaseUrl }),
    signal: context.signal,
    onProgress: (progress) => showProgress(context, options, progress, Date.now() - started),
    onWarning: (message) => showWarning(context, options, message),
    onProcess: (process) => showProcess(context, options, process),
  });
  try {
    await showWarnings(context, stack.warnings);
    if (!options.jsonLog) terminal.print(welcome(stack.addresses.url('frontend'), Date.now() - started));
    await followAlerts(context, grafanaOf(context, options), {
      json: options.jsonLog ?? false,
      until: stack.shutdownRequested,
    });
  } finally {
    terminal.printError('stopping …');
    await stack.stop();
  }
  return context.signal.aborted ? EXIT.interrupted : EXIT.asExpected;
}

function showProgress({ terminal }: Context, { jsonLog }: UpOptions, { step, state }: StartProgress, ms: number): void {
  if (jsonLog) terminal.print(JSON.stringify({ event: 'progress', step, state, afterMs: ms }));
  else if (state === 'done')
    terminal.print(`${terminal.paint('dim', `${(ms / 1000).toFixed(1)} s`.padStart(7))}  ${step}`);
}

/** A process that dies or is held is worth a line; starting and running are what is expected. */
function showProcess({ terminal }: Context, { jsonLog }: UpOptions, status: ProcessStatus): void {
  const { name, state, lastExit } = status;
  if (jsonLog) terminal.print(JSON.stringify({ event: 'process', ...status }));
  else if (state === 'waiting')
    terminal.printError(terminal.paint('red', `${name} died: ${lastExit?.reason ?? 'no reason known'}`));
  else if (state === 'held') terminal.printError(terminal.paint('yellow', `${name} is stopped`));
}

function showWarning({ terminal }: Context, { jsonLog }: UpOptions, message: string): void {
  if (jsonLog) terminal.print(JSON.stringify({ event: 'warning', message }));
  else terminal.printError(terminal.paint('yellow', message));
}

async function showWarnings({ terminal }: Context, warnings: readonly Problem[]): Promise<void> {
  const { formatProblem } = await import('@firedrill/config-file');
  for (const warning of warnings) terminal.printError(terminal.paint('yellow', formatProblem(warning)));
}

function welcome(shop: string, ms: number): string {
  return `\nready after ${(ms / 1000).toFixed(1)} s: the shop is at ${shop}; break it with npx firedrill run payment-outage\n`;
}
