import { parseDuration } from '@firedrill/timeseries';
import { PROFILE_NAMES, PROFILES, startLoad, type ProfileName, type TrafficReport } from '@firedrill/traffic';
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  addStackOptions,
  integer,
  positiveNumber,
  stackAddresses,
  type Context,
  type RunCommand,
  type StackOptions,
} from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { pause } from '../pause';
import { formatTable } from '../terminal/table';

interface TrafficOptions extends StackOptions {
  readonly profile: ProfileName;
  readonly rate: number;
  readonly duration: number;
  readonly seed: number;
  readonly product?: number;
  readonly json?: true;
}

export function addTraffic(program: Command, run: RunCommand): void {
  addStackOptions(program.command('traffic'))
    .description('send shoppers for a while and report what they saw')
    .addOption(new Option('--profile <name>', 'the kind of load').choices(PROFILE_NAMES).default('steady'))
    .option('--rate <n>', 'journeys a second, multiplied by the profile', positiveNumber, 5)
    .option('--duration <time>', 'how long, such as 60s or 5m', durationMs, 60_000)
    .option('--product <id>', 'the product that everybody wants; one-product takes 1 when it is not given', integer)
    .option('--seed <n>', 'the same seed sends the same shoppers', integer, 1)
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', `\nProfiles:\n${profileList()}`)
    .action((options: TrafficOptions) => run((context) => traffic(context, options)));
}

function profileList(): string {
  return formatTable(PROFILE_NAMES.map((name) => [`  ${name}`, PROFILES[name].description]));
}

async function traffic({ terminal, signal }: Context, options: TrafficOptions): Promise<ExitCode> {
  const { profile, rate, seed, product: productId, duration } = options;
  const frontendUrl = stackAddresses(options).url('frontend');
  const load = startLoad({ frontendUrl, profile, rate, seed, productId });
  await pause(duration, signal);
  await load.stop();
  const report = load.report();
  terminal.print(
    options.json ? JSON.stringify({ profile, rate, seed, ...report }, undefined, 2) : formatTraffic(report),
  );
  return signal.aborted ? EXIT.interrupted : EXIT.asExpected;
}

function formatTraffic({ seconds, journeys, requests }: TrafficReport): string {
  const routes = Object.entries(requests.byRoute).map(([route, { count, statuses, p50, p95, p99 }]) => [
    route,
    String(count),
    Object.entries(statuses)
      .map(([status, times]) => `${status}: ${times}`)
      .join(', '),
    `p50 ${p50} ms`,
    `p95 ${p95} ms`,
    `p99 ${p99} ms`,
  ]);
  const outcomes = Object.entries(journeys.outcomes).map(([journey, counts]) => [
    journey,
    Object.entries(counts)
      .map(([outcome, times]) => `${outcome}: ${times}`)
      .join(', '),
  ]);
  const errors = `${requests.errors} errors (${(requests.errorRatio * 100).toFixed(2)} %)`;
  const head = `${journeys.started} journeys (${journeys.perSecond} a second), ${requests.total} requests (${requests.perSecond} a second), ${errors} in ${seconds} s, ${journeys.skipped} journeys skipped`;
  return [head, formatTable(outcomes), formatTable(routes)].join('\n\n');
}

function durationMs(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
