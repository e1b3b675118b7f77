import {
  expandSql,
  RequestError,
  sqlFrames,
  type DataQuery,
  type DataResponse,
  type SqlColumn,
} from '@firedrill/grafana-alerting';
import { parseDuration } from '@firedrill/timeseries';
import type { SqlAnswer, SqlCell } from '../cases/case-file';

/** PostgreSQL's numbers of the types that cells have. */
const TYPE_IDS = { boolean: 16, text: 25, float8: 701, timestamptz: 1184 } as const;

/** The frames of the newest table of the query's refId up to a time, made as from PostgreSQL; no table is no rows. */
export function answerSql(tables: readonly SqlAnswer[], query: DataQuery, nowMs: number): DataResponse {
  const table = tables
    .filter(({ refId, atMs }) => refId === query.refId && atMs <= nowMs)
    .reduce<SqlAnswer | undefined>(
      (newest, next) => (newest !== undefined && newest.atMs > next.atMs ? newest : next),
      undefined,
    );
  if (table?.error !== undefined) return { ok: false, error: table.error };
  const { rawSql, format } = query.model;
  try {
    const { fill } = expandSql(typeof rawSql === 'string' ? rawSql : '', query);
    const columns = table === undefined ? [] : columnsOf(table);
    const options = {
      format: typeof rawSql === 'string' && format !== 'table' ? 'time_series' : 'table',
      fill,
      ...query,
    } as const;
    return { ok: true, frames: sqlFrames(columns, options) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { ok: false, error: error.message };
  }
}

function columnsOf({ columns, rows }: SqlAnswer): SqlColumn[] {
  return columns.map((name, index) => {
    const cells = rows.map((row) => row[index] ?? null);
    const typeId = typeOf(name, cells);
    return { name, typeId, cells: cells.map((cell) => (cell === null ? null : print(cell, typeId))) };
  });
}

/** A column `time` may hold times of the case: durations since its start. */
function typeOf(name: string, cells: readonly SqlCell[]): number {
  const values = cells.filter((cell) => cell !== null);
  if (values.length > 0 && values.every((cell) => typeof cell === 'number')) return TYPE_IDS.float8;
  if (values.length > 0 && values.every((cell) => typeof cell === 'boolean')) return TYPE_IDS.boolean;
  const isTime = name === 'time' && values.every((cell) => /^(?:\d+[a-z]+)+$/.test(String(cell)));
  return isTime ? TYPE_IDS.timestamptz : TYPE_IDS.text;
}

function print(cell: Exclude<SqlCell, null>, typeId: number): string {
  if (typeId === TYPE_IDS.boolean) return cell === true ? 't' : 'f';
  if (typeId !== TYPE_IDS.timestamptz) return String(cell);
  return new Date(parseDuration(String(cell))).toISOString().replace('T', ' ').replace('Z', '+00');
}
