import type { Command } from 'commander';
import { addStackOptions, grafanaOf, type Context, type RunCommand, type StackOptions } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { followAlerts } from '../follow-alerts';

interface WatchOptions extends StackOptions {
  readonly json?: true;
}

export function addWatch(program: Command, run: RunCommand): void {
  addStackOptions(program.command('watch'))
    .description('show the alerts of a running stack until Ctrl-C')
    .option('--json', 'one JSON object for each change')
    .action((options: WatchOptions) => run((context) => watch(context, options)));
}

async function watch(context: Context, options: WatchOptions): Promise<ExitCode> {
  await followAlerts(context, grafanaOf(context, options), { json: options.json ?? false });
  return EXIT.asExpected;
}
