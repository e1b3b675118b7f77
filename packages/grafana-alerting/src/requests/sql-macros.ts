import type { DataQuery } from '../data-source';
import { formatInterval, parseInterval } from './interval';
import { RequestError } from './request-error';

/** How the gaps of a time group are filled. */
export interface SqlFill {
  readonly mode: 'null' | 'previous' | 'value';
  readonly value?: number;
  readonly intervalMs: number;
}

export interface ExpandedSql {
  readonly sql: string;
  readonly fill: SqlFill | undefined;
}

export interface SqlSettings {
  /** `jsonData.timescaledb`: time groups use `time_bucket`. */
  readonly timescaledb?: boolean | undefined;
}

/** A macro is a name with arguments up to the first closing parenthesis, wherever it stands. */
const MACRO = /\$([_a-zA-Z0-9]+)\(([^)]*)\)/g;

/**
 * The SQL of a query with its global variables and macros replaced, as Grafana's PostgreSQL data source does (the engine
 * since 12.4). Throws RequestError for an unknown macro or wrong arguments.
 */
export function expandSql(rawSql: string, query: DataQuery, settings: SqlSettings = {}): ExpandedSql {
  const { intervalMs, fromMs, toMs } = query;
  const seconds = (ms: number) => String(Math.floor(ms / 1000));
  const expanded = rawSql
    .replaceAll('$__interval_ms', String(intervalMs))
    .replaceAll('$__interval', formatInterval(intervalMs))
    .replaceAll('$__unixEpochFrom()', seconds(fromMs))
    .replaceAll('$__unixEpochTo()', seconds(toMs));
  let fill: SqlFill | undefined;
  const sql = expanded.replace(MACRO, (call: string, name: string, list: string) => {
    const isFollowedByComma = expanded[expanded.indexOf(call) + call.length] === ',';
    const macro = MACROS[name === '__timeGroup' && isFollowedByComma ? '__timeGroupAlias' : name];
    if (macro === undefined) throw new RequestError('unknown-macro', `unknown macro ${JSON.stringify(name)}`);
    const args = list.split(',').map((argument) => argument.replace(/^ +| +$/g, ''));
    const setFill = (found: SqlFill) => (fill = found);
    return macro(args, { name, query, settings, setFill });
  });
  return { sql, fill };
}

interface MacroCall {
  readonly name: string;
  readonly query: DataQuery;
  readonly settings: SqlSettings;
  readonly setFill: (fill: SqlFill) => void;
}

type Macro = (args: readonly string[], call: MacroCall) => string;

const timeGroup: Macro = (args, call) => {
  const seconds = groupSeconds(args, call);
  if (call.settings.timescaledb === true) return `time_bucket('${seconds.toFixed(3)}s',${args[0] ?? ''})`;
  return `floor(extract(epoch from ${args[0] ?? ''})/${goNumber(seconds)})*${goNumber(seconds)}`;
};

const unixEpochGroup: Macro = (args, call) => {
  const seconds = goNumber(groupSeconds(args, call));
  return `floor((${args[0] ?? ''})/${seconds})*${seconds}`;
};

const MACROS: Readonly<Record<string, Macro>> = {
  __time: ([column = '']) => `${column} AS "time"`,
  __timeEpoch: ([column = '']) => `extract(epoch from ${column}) as "time"`,
  __timeFilter: ([column = ''], { query }) => `${column} BETWEEN ${instant(query.fromMs)} AND ${instant(query.toMs)}`,
  __timeFrom: (_args, { query }) => instant(query.fromMs),
  __timeTo: (_args, { query }) => instant(query.toMs),
  __timeGroup: timeGroup,
  __timeGroupAlias: (args, call) => `${timeGroup(args, call)} AS "time"`,
  __unixEpochFilter: ([column = ''], { query }) =>
    between(column, Math.floor(query.fromMs / 1000), Math.floor(query.toMs / 1000)),
  __unixEpochNanoFilter: ([column = ''], { query }) =>
    between(column, nanoseconds(query.fromMs), nanoseconds(query.toMs)),
  __unixEpochNanoFrom: (_args, { query }) => String(nanoseconds(query.fromMs)),
  __unixEpochNanoTo: (_args, { query }) => String(nanoseconds(query.toMs)),
  __unixEpochGroup: unixEpochGroup,
  __unixEpochGroupAlias: (args, call) => `${unixEpochGroup(args, call)} AS "time"`,
};

function groupSeconds([, interval, fillText]: readonly string[], { name, setFill }: MacroCall): number {
  if (interval === undefined) {
    throw new RequestError('macro-arguments', `macro ${name} needs time column and interval and optional fill value`);
  }
  const intervalMs = groupInterval(interval);
  if (fillText !== undefined) setFill({ ...fillOf(fillText), intervalMs });
  return intervalMs / 1000;
}

/** An interval with a unit, in single quotes or bare. */
function groupInterval(text: string): number {
  const bare = text.replace(/^'+|'+$/g, '');
  const [, sign = '', size = ''] = /^([+-]?)([\d.]+[a-zA-Z].*)$/.exec(bare) ?? [];
  if (size !== '') {
    try {
      return parseInterval(size) * (sign === '-' ? -1 : 1);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }
  throw new RequestError('bad-interval', `error parsing interval ${text}`);
}

function fillOf(text: string): Pick<SqlFill, 'mode' | 'value'> {
  if (text === 'NULL') return { mode: 'null' };
  if (text === 'previous') return { mode: 'previous' };
  const value = text === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw new RequestError('bad-fill-value', `error parsing fill value ${text}`);
  return { mode: 'value', value };
}

function between(column: string, from: number | bigint, to: number | bigint): string {
  return `${column} >= ${from.toString()} AND ${column} <= ${to.toString()}`;
}

/** A quoted time with as many decimals as it needs. */
function instant(ms: number): string {
  return `'${new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')}'`;
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.floor(ms)) * 1_000_000n;
}

/** A number as Go prints it: from a million on with an exponent of two digits. */
function goNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
