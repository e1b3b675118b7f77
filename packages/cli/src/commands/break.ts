import { breakShop, restoreShop } from '@firedrill/drills';
import type { Command } from 'commander';
import { addStackOptions, runningShop, type Context, type RunCommand, type StackOptions } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { findDrill } from '../find-drill';

export function addBreak(program: Command, run: RunCommand): void {
  addStackOptions(program.command('break'))
    .description('do what a drill breaks, and leave it so (it ends by itself after ten minutes)')
    .argument('<drill>', 'its id, as `firedrill list` shows it')
    .action((id: string, options: StackOptions) => run((context) => breakOne(context, id, options)));
}

export function addRestore(program: Command, run: RunCommand): void {
  addStackOptions(program.command('restore'))
    .description('undo what a drill broke')
    .argument('<drill>', 'its id, as `firedrill list` shows it')
    .action((id: string, options: StackOptions) => run((context) => restoreOne(context, id, options)));
}

async function breakOne(context: Context, id: string, options: StackOptions): Promise<ExitCode> {
  const drill = findDrill(id);
  await breakShop(drill, await runningShop(context, options));
  context.terminal.print(`${drill.id}: broken; undo it with npx firedrill restore ${drill.id}`);
  return EXIT.asExpected;
}

async function restoreOne(context: Context, id: string, options: StackOptions): Promise<ExitCode> {
  const drill = findDrill(id);
  await restoreShop([drill], await runningShop(context, options));
  context.terminal.print(`${drill.id}: restored`);
  return EXIT.asExpected;
}
