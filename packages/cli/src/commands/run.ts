import { runDrill, type DrillReport } from '@firedrill/drills';
import type { Command } from 'commander';
import { addStackOptions, dataFolder, runningShop, type Context, type RunCommand, type StackOptions } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { findDrill } from '../find-drill';
import { withRunLock } from '../run-lock';
import { formatEvent, formatReport } from '../terminal/timeline';

interface RunOptions extends StackOptions {
  readonly json?: true;
}

export function addRun(program: Command, run: RunCommand): void {
  addStackOptions(program.command('run'))
    .description('break, wait for exactly the expected alerts, restore, wait until everything is Normal')
    .argument('<drill>', 'its id, as `firedrill list` shows it')
    .option('--json', 'print the report as one JSON object')
    .addHelpText(
      'after',
      '\nExits 1 when an expected alert is late, another one fires, or it does not become quiet again.',
    )
    .action((id: string, options: RunOptions) => run((context) => runOne(context, id, options)));
}

async function runOne(context: Context, id: string, options: RunOptions): Promise<ExitCode> {
  const drill = findDrill(id);
  const { terminal, signal } = context;
  const show = (text: string): void => (options.json ? terminal.printError(text) : terminal.print(text));
  const shop = await runningShop(context, options);
  show(`${terminal.paint('bold', drill.title)}: ${drill.story}`);
  const report: DrillReport = await withRunLock(dataFolder(context, options), drill.id, () =>
    runDrill(drill, shop, {
      signal,
      onEvent: (event) => show(formatEvent(event, terminal)),
    }),
  );
  terminal.print(options.json ? JSON.stringify(report, undefined, 2) : formatReport(report, terminal));
  if (signal.aborted) return EXIT.interrupted;
  return report.ok ? EXIT.asExpected : EXIT.notAsExpected;
}
