import { DRILLS } from '@firedrill/drills';
import type { Command } from 'commander';
import type { Context, RunCommand } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { formatTable } from '../terminal/table';

interface ListOptions {
  readonly json?: true;
}

export function addList(program: Command, run: RunCommand): void {
  program
    .command('list')
    .description('the drills: what breaks, and what must fire')
    .option('--json', 'as a JSON array')
    .action((options: ListOptions) => run((context) => list(context, options)));
}

function list({ terminal }: Context, { json }: ListOptions): Promise<ExitCode> {
  const rows = DRILLS.map(({ id, title, expected }) => [
    { text: id, paint: (text: string) => terminal.paint('bold', text) },
    title,
    expected.map(({ rule }) => rule).join(', ') || 'no alert yet',
  ]);
  terminal.print(json ? JSON.stringify(DRILLS, undefined, 2) : formatTable(rows));
  return Promise.resolve(EXIT.asExpected);
}
