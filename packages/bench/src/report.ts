import { isMet, type Goal, type Measurement } from './measurement';

/** One line for each figure: what, measured, goal, verdict, and what it stands beside; below a miss, what limits it. */
export function formatTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => [
    measurement.what,
    `${formatNumber(measurement.measured)} ${measurement.unit}`,
    measurement.goal === undefined ? '' : formatGoal(measurement.goal),
    verdict(measurement),
    measurement.beside ?? '',
  ]);
  const lines = [['what', 'measured', 'goal', 'verdict', 'beside'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const misses = measurements.flatMap((measurement) =>
    isMet(measurement) || measurement.limit === undefined ? [] : [`${measurement.what}: ${measurement.limit}`],
  );
  return [...text, ...(misses.length > 0 ? ['', 'What limits the missed ones:', ...misses] : [])].join('\n');
}

export function verdict(measurement: Measurement): string {
  if (measurement.goal === undefined) return 'reported';
  return isMet(measurement) ? 'met' : 'missed';
}

function formatGoal(goal: Goal): string {
  return 'atMost' in goal ? `<= ${formatNumber(goal.atMost)}` : `>= ${formatNumber(goal.atLeast)}`;
}

function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
