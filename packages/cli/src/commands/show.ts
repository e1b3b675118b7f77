import type { Drill } from '@firedrill/drills';
import type { Command } from 'commander';
import type { Context, RunCommand } from '../context';
import { findDrill } from '../find-drill';
import { EXIT, type ExitCode } from '../exit-code';

export function addShow(program: Command, run: RunCommand): void {
  program
    .command('show')
    .description('one drill: its story, what it breaks, what must fire')
    .argument('<drill>', 'its id, as `firedrill list` shows it')
    .action((id: string) => run((context) => show(context, id)));
}

function show({ terminal }: Context, id: string): Promise<ExitCode> {
  const drill = findDrill(id);
  const line = (name: string, text: string): string => `${terminal.paint('dim', name.padEnd(9))} ${text}`;
  const alerts = drill.expected.map(({ rule, withinSeconds }) =>
    line('must fire', `${rule} within ${withinSeconds} s`),
  );
  terminal.print(
    [
      terminal.paint('bold', `${drill.id}: ${drill.title}`),
      drill.story,
      '',
      ...breaks(drill).map((text) => line('breaks', text)),
      ...alerts,
      line('recovers', `within ${drill.recoversWithinSeconds} s of the restore`),
      line('question', drill.question.ask),
    ].join('\n'),
  );
  return Promise.resolve(EXIT.asExpected);
}

function breaks({ faults = [], stops = [], traffic }: Drill): string[] {
  return [
    ...faults.map(
      ({ kind, service, severity }) => `${kind} in ${service}${severity === undefined ? '' : ` (${severity})`}`,
    ),
    ...stops.map((name) => `${name} is stopped`),
    ...(traffic
      ? [`traffic: ${traffic.profile}${traffic.productId === undefined ? '' : ` on product ${traffic.productId}`}`]
      : []),
  ];
}
