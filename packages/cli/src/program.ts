import { Command, CommanderError } from 'commander';
import { addBreak, addRestore } from './commands/break';
import { addList } from './commands/list';
import { addReset } from './commands/reset';
import { addRules } from './commands/rules';
import { addRun } from './commands/run';
import { addSeed } from './commands/seed';
import { addShow } from './commands/show';
import { addStatus } from './commands/status';
import { addClean, addStop } from './commands/stop';
import { addTraffic } from './commands/traffic';
import { addUp } from './commands/up';
import { addWatch } from './commands/watch';
import type { Context, RunCommand } from './context';
import { EXIT, exitCodeOf, type ExitCode } from './exit-code';

const COMMANDS = [
  addUp,
  addStop,
  addClean,
  addStatus,
  addWatch,
  addList,
  addShow,
  addRun,
  addBreak,
  addRestore,
  addReset,
  addTraffic,
  addSeed,
  addRules,
];

/** Runs one command line, without the program's name, and resolves to its exit code. */
export async function firedrill(args: readonly string[], context: Context, version: string): Promise<ExitCode> {
  let code: ExitCode = EXIT.asExpected;
  const program = createProgram(context, version, (ended) => (code = ended));
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.terminal.print(text.trimEnd()),
      writeErr: (text) => context.terminal.printError(text.trimEnd()),
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? EXIT.asExpected : EXIT.wrongUse;
  }
  return code;
}

function createProgram(context: Context, version: string, onExit: (code: ExitCode) => void): Command {
  const program = new Command('firedrill')
    .description('An online shop you can break on purpose, and the Grafana alerting pack that notices.')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows what can be said)')
    .addHelpText('after', '\nStart with `npm start`, then in a second terminal: npx firedrill run payment-outage')
    .addHelpText(
      'after',
      '\nExit codes: 0 as expected, 1 not as expected, 2 wrong use or configuration, 3 nothing running, 4 port taken, 130 interrupted.',
    );
  const run: RunCommand = async (action) => {
    onExit(await runAction(context, action));
  };
  for (const addCommand of COMMANDS) addCommand(program, run);
  return program;
}

async function runAction(context: Context, action: (context: Context) => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await action(context);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    context.terminal.printError(`firedrill: ${(error as Error).message}`);
    return context.signal.aborted ? EXIT.interrupted : code;
  }
}
