import type { Field, Frame } from '../data-source';
import { RequestError } from './request-error';
import { fieldOf, type SqlColumn } from './sql-columns';
import { fillGaps } from './sql-fill';
import type { SqlFill } from './sql-macros';
import { longToWide } from './sql-wide';

export interface SqlResultOptions {
  readonly format: 'table' | 'time_series';
  readonly fill: SqlFill | undefined;
  /** The range of the query, which a fill covers. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What Grafana makes of the columns of an SQL result. A result without rows becomes a frame without fields. Throws
 * RequestError for a time series without a column `time`, or one whose rows cannot be put side by side.
 */
export function sqlFrames(columns: readonly SqlColumn[], options: SqlResultOptions): Frame[] {
  if ((columns[0]?.cells.length ?? 0) === 0) return [{ fields: [] }];
  const timeColumns = options.format === 'table' ? ['time', 'timeend'] : ['time'];
  const fields = columns.map(fieldOf).map((field) => (timeColumns.includes(field.name) ? toTime(field) : field));
  if (options.format === 'table') return [{ fields }];
  const frame = longToWide(timeSeries(fields), options.fill);
  return [options.fill === undefined ? frame : fillGaps(frame, options.fill, options)];
}

/** The time column renamed, everything that is not text a number. */
function timeSeries(fields: readonly Field[]): readonly Field[] {
  if (!fields.some(({ name }) => name === 'time')) {
    throw new RequestError('missing-time-column', 'db has no time column: no time column found');
  }
  return fields.map((field) => (field.name === 'time' ? { ...field, name: 'Time' } : toNumber(field)));
}

function toNumber(field: Field): Field {
  const { name } = field;
  switch (field.type) {
    case 'time':
      return { name, type: 'number', values: field.values };
    case 'boolean':
      return { name, type: 'number', values: field.values.map((value) => (value === null ? null : Number(value))) };
    default:
      return field;
  }
}

/** A number in the time column is seconds, milliseconds or nanoseconds by its size. */
function toTime(field: Field): Field {
  const { name } = field;
  if (field.type === 'time') return field;
  if (field.type === 'number') {
    return {
      name,
      type: 'time',
      values: field.values.map((value) => (value === null ? null : Math.trunc(epochMs(value)))),
    };
  }
  throw new RequestError(
    'time-not-convertible',
    `failed to convert time column: column ${name} holds ${field.type} values`,
  );
}

function epochMs(value: number): number {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent === 9) return value * 1000;
  return exponent === 18 ? value / 1_000_000 : value;
}
