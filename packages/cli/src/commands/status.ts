import { controlClient, type StackStatus } from '@firedrill/embedded/control-client';
import type { Command } from 'commander';
import {
  addStackOptions,
  grafanaOf,
  stackAddresses,
  type Context,
  type RunCommand,
  type StackOptions,
} from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { formatAlertList } from '../terminal/alert-list';
import { formatTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';

interface StatusOptions extends StackOptions {
  readonly json?: true;
}

export function addStatus(program: Command, run: RunCommand): void {
  addStackOptions(program.command('status'))
    .description('what runs, what it takes, and the state of every alert')
    .option('--json', 'as one JSON object')
    .action((options: StatusOptions) => run((context) => status(context, options)));
}

async function status(context: Context, options: StatusOptions): Promise<ExitCode> {
  const stack = await controlClient(stackAddresses(options).url('control')).status();
  const groups = await grafanaOf(context, options).rules();
  const { terminal } = context;
  if (options.json) terminal.print(JSON.stringify({ stack, groups }, undefined, 2));
  else terminal.print(`${formatStack(stack, terminal)}\n\n${formatAlertList(groups, Date.now(), terminal)}`);
  return EXIT.asExpected;
}

function formatStack(stack: StackStatus, terminal: Terminal): string {
  const processes = stack.processes.map(({ name, state, pid, restarts, lastExit }) => [
    name,
    { text: state, paint: (text: string) => terminal.paint(state === 'running' ? 'green' : 'red', text) },
    pid === undefined ? '' : `pid ${pid}`,
    restarts > 0 ? `${restarts} restarts${lastExit === undefined ? '' : `, last: ${lastExit.reason}`}` : '',
  ]);
  const memory = stack.memory.map(({ name, bytes }) => `${name} ${megabytes(bytes)}`).join(', ');
  const total = stack.memory.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    formatTable(processes),
    `memory (PSS) ${megabytes(total)}: ${memory}`,
    `data folder ${stack.dataFolder}: ${megabytes(stack.dataFolderBytes)}`,
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
