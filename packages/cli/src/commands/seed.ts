import { seedHistory } from '@firedrill/db';
import { type Command, InvalidArgumentError } from 'commander';
import {
  addStackOptions,
  dataFolder,
  integer,
  stackAddresses,
  type Context,
  type RunCommand,
  type StackOptions,
} from '../context';
import { EXIT, type ExitCode } from '../exit-code';

interface SeedOptions extends StackOptions {
  readonly orders: number;
}

/** Ids are PostgreSQL integers; this leaves room for twenty such histories. */
const MAX_ORDERS = 100_000_000;

export function addSeed(program: Command, run: RunCommand): void {
  addStackOptions(program.command('seed'))
    .description('fill the shop with orders of the last 90 days, for benchmarks and demos')
    .requiredOption('--orders <n>', 'how many', orders)
    .addHelpText(
      'after',
      '\nWrites into the running stack, or into DATABASE_URL when that is set (owner or role shop).',
    )
    .action((options: SeedOptions) => run((context) => seed(context, options)));
}

async function seed(context: Context, options: SeedOptions): Promise<ExitCode> {
  const { terminal, signal } = context;
  const startedAt = performance.now();
  const seconds = (): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  const onProgress = (written: number): void =>
    terminal.redraw(`${written} of ${options.orders} orders after ${seconds()}`);
  const written = await seedHistory(await databaseUrl(context, options), {
    orders: options.orders,
    onProgress,
    signal,
  });
  terminal.print(`wrote ${written} orders with their payments and stock movements in ${seconds()}`);
  return signal.aborted ? EXIT.interrupted : EXIT.asExpected;
}

async function databaseUrl(context: Context, options: StackOptions): Promise<string> {
  const { DATABASE_URL } = context.environment;
  if (DATABASE_URL !== undefined && DATABASE_URL !== '') return DATABASE_URL;
  const { ownerUrl } = await import('@firedrill/embedded');
  return ownerUrl(dataFolder(context, options), stackAddresses(options).port('postgres'));
}

function orders(text: string): number {
  const count = integer(text);
  if (count < 1 || count > MAX_ORDERS) throw new InvalidArgumentError(`expected 1 to ${MAX_ORDERS} orders.`);
  return count;
}
