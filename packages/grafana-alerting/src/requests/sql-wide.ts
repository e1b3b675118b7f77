import type { Field, Frame } from '../data-source';
import { RequestError } from './request-error';
import type { SqlFill } from './sql-macros';

type NumberField = Extract<Field, { type: 'number' }>;
type TextField = Extract<Field, { type: 'string' }>;
type TimeField = Extract<Field, { type: 'time' }>;

/** One series of a wide frame: its values by time. */
interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cells: Map<number, number | null>;
}

/**
 * Rows told apart by text columns become one series for each combination of their values; a time that a series lacks is
 * null, or filled. A frame without such columns, or without numbers, stays as it is. Throws RequestError when the rows are
 * not in ascending order of time.
 */
export function longToWide(fields: readonly Field[], fill: SqlFill | undefined): Frame {
  const time = fields.find((field): field is TimeField => field.type === 'time');
  const numbers = fields.filter((field): field is NumberField => field.type === 'number');
  const texts = fields.filter((field): field is TextField => field.type === 'string');
  if (time === undefined || numbers.length === 0 || texts.length === 0) return { fields };
  const rowTimes = ascending(time);
  const times = [...new Set(rowTimes)];
  const isNamedByMetric = fields.length === 3 && texts[0]?.name === 'metric';
  const wide = seriesOf(rowTimes, numbers, texts).map(({ name, labels, cells }): NumberField => {
    const values = fillCells(times, cells, fill);
    return isNamedByMetric
      ? { name: labels.metric ?? '', type: 'number', values }
      : { name, type: 'number', labels, values };
  });
  return { fields: [{ ...time, values: times }, ...wide] };
}

function ascending(time: TimeField): number[] {
  return time.values.map((value, row) => {
    if (value === null) throw new RequestError('null-time', 'time series with null time stamps are not supported');
    if (value < (time.values[row - 1] ?? -Infinity)) {
      throw new RequestError(
        'unsorted',
        'failed to convert long to wide series: the rows must be sorted ascending by time',
      );
    }
    return value;
  });
}

function seriesOf(rowTimes: readonly number[], numbers: readonly NumberField[], texts: readonly TextField[]): Series[] {
  const groups = new Map<string, Series[]>();
  rowTimes.forEach((rowTime, row) => {
    const labels = Object.fromEntries(texts.map(({ name, values }) => [name, values[row] ?? '']));
    const key = JSON.stringify(labels);
    const group =
      groups.get(key) ?? numbers.map(({ name }) => ({ name, labels, cells: new Map<number, number | null>() }));
    groups.set(key, group);
    numbers.forEach(({ values }, index) => group[index]?.cells.set(rowTime, values[row] ?? null));
  });
  return [...groups.values()].flat();
}

function fillCells(times: readonly number[], cells: Series['cells'], fill: SqlFill | undefined): (number | null)[] {
  let last: number | null = null;
  return times.map((time) => {
    const cell = cells.get(time);
    if (cell !== undefined) return (last = cell);
    if (fill?.mode === 'previous') return last;
    return fill?.mode === 'value' ? (fill.value ?? null) : null;
  });
}
