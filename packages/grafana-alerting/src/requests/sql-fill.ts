import type { Field, Frame } from '../data-source';
import type { SqlFill } from './sql-macros';

/** A frame with one row for each interval of the query's range; what has no sample in its interval is filled. */
export function fillGaps(
  frame: Frame,
  fill: SqlFill,
  range: { readonly fromMs: number; readonly toMs: number },
): Frame {
  const time = frame.fields.find((field) => field.type === 'time');
  if (time === undefined || fill.intervalMs < 1000) return frame;
  const step = Math.floor(fill.intervalMs / 1000) * 1000;
  const first = Math.floor(range.fromMs / step) * step;
  const times = Array.from(
    { length: Math.max(0, Math.floor((range.toMs - first) / step) + 1) },
    (_, index) => first + index * step,
  );
  const rows = rowsOf(time.values, times);
  return { fields: frame.fields.map((field) => fillField(field, times, rows, fill)) };
}

interface FilledRow {
  /** The last row at or before this time. */
  readonly row: number;
  /** Whether that row came after the time before this one. */
  readonly isNew: boolean;
}

function rowsOf(sampleTimes: readonly (number | null)[], times: readonly number[]): FilledRow[] {
  let row = -1;
  return times.map((time) => {
    const before = row;
    while (row + 1 < sampleTimes.length && (sampleTimes[row + 1] ?? Infinity) <= time) row += 1;
    return { row, isNew: row > before };
  });
}

function fillField(
  field: Field,
  times: readonly number[],
  rows: readonly FilledRow[],
  { mode, value }: SqlFill,
): Field {
  if (field.type === 'time') return { ...field, values: times };
  if (field.type !== 'number') return field;
  const filled = rows.map(({ row, isNew }) => {
    if (isNew || (mode === 'previous' && row >= 0)) return field.values[row] ?? null;
    return mode === 'value' ? (value ?? null) : null;
  });
  return { ...field, values: filled };
}
