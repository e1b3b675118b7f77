import { DRILLS, resetShop, type ActiveInstance } from '@firedrill/drills';
import type { Command } from 'commander';
import { addStackOptions, runningShop, type Context, type RunCommand, type StackOptions } from '../context';
import { EXIT, type ExitCode } from '../exit-code';

const TIMEOUT_SECONDS = 180;

export function addReset(program: Command, run: RunCommand): void {
  addStackOptions(program.command('reset'))
    .description('restore every fault and wait until every rule is Normal')
    .addHelpText('after', `\nExits 1 when that takes longer than ${TIMEOUT_SECONDS} s.`)
    .action((options: StackOptions) => run((context) => reset(context, options)));
}

async function reset(context: Context, options: StackOptions): Promise<ExitCode> {
  const { terminal, signal } = context;
  const onWaiting = (active: readonly ActiveInstance[]): void =>
    terminal.print(`waiting for ${active.map(({ rule, state }) => `${rule} (${state})`).join(', ')}`);
  const environment = await runningShop(context, options);
  const seconds = await resetShop(DRILLS, environment, { timeoutSeconds: TIMEOUT_SECONDS, signal, onWaiting });
  if (seconds !== undefined) {
    terminal.print(`every rule is Normal after ${seconds.toFixed(1)} s`);
    return EXIT.asExpected;
  }
  if (signal.aborted) return EXIT.interrupted;
  terminal.printError(`not Normal after ${TIMEOUT_SECONDS} s`);
  return EXIT.notAsExpected;
}
