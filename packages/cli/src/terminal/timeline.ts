import type { DrillEvent, DrillReport } from '@firedrill/drills';
import { formatTable } from './table';
import type { Colour, Terminal } from './terminal';

const COLOURS: Readonly<Record<DrillEvent['kind'], Colour>> = {
  injected: 'bold',
  pending: 'yellow',
  firing: 'red',
  unexpected: 'magenta',
  down: 'red',
  restored: 'bold',
  up: 'green',
  resolved: 'green',
  normal: 'green',
};

/** `+12.3 s  firing      payment-failure-rate` */
export function formatEvent({ kind, atSeconds, subject }: DrillEvent, terminal: Terminal): string {
  return `${`+${atSeconds.toFixed(1)} s`.padStart(9)}  ${terminal.paint(COLOURS[kind], kind.padEnd(10))}  ${subject}`;
}

/** What was expected beside what came, and the verdict. */
export function formatReport(report: DrillReport, terminal: Terminal): string {
  const seconds = (value: number | undefined): string => (value === undefined ? 'no' : `${value.toFixed(1)} s`);
  const rows = report.expected.map(({ rule, withinSeconds, firingAfterSeconds }) => [
    rule,
    `expected within ${withinSeconds} s`,
    `fired: ${seconds(firingAfterSeconds)}`,
  ]);
  const stopped = report.stopped.map(({ process, downAfterSeconds, upAfterSeconds }) => [
    process,
    `down: ${seconds(downAfterSeconds)}`,
    `up again: ${seconds(upAfterSeconds)}`,
  ]);
  const unexpected = report.unexpected.map(({ rule, labels }) => [
    rule,
    'not expected',
    `fired: ${JSON.stringify(labels)}`,
  ]);
  const verdict = report.ok ? terminal.paint('green', 'as expected') : terminal.paint('red', 'not as expected');
  const lines = [...rows, ...stopped, ...unexpected];
  const table = lines.length > 0 ? [formatTable(lines)] : [];
  return [
    ...table,
    `everything Normal after the restore: ${seconds(report.normalAfterSeconds)}`,
    `${report.drill}: ${verdict}`,
  ].join('\n');
}
