import type { DataQuery } from '../data-source';
import { sqlFrames, type SqlResultOptions } from './sql-frames';
import { expandSql } from './sql-macros';
import type { SqlColumn } from './sql-columns';

const RANGE = { fromMs: Date.parse('2026-01-01T10:00:00Z'), toMs: Date.parse('2026-01-01T10:10:00.25Z') };
const QUERY: DataQuery = {
  refId: 'a',
  datasourceUid: 'x',
  queryType: '',
  model: {},
  ...RANGE,
  intervalMs: 1000,
  maxDataPoints: 43_200,
};

const INT = 23;
const TEXT = 25;
const TIMESTAMP = 1184;

describe('macros', () => {
  test.each([
    ['$__timeFilter(t)', "t BETWEEN '2026-01-01T10:00:00Z' AND '2026-01-01T10:10:00.25Z'"],
    ['$__timeFrom() $__timeTo()', "'2026-01-01T10:00:00Z' '2026-01-01T10:10:00.25Z'"],
    ['$__unixEpochFilter(t)', 't >= 1767261600 AND t <= 1767262200'],
    ['$__unixEpochNanoFrom()', '1767261600000000000'],
    ["$__timeGroup(t, '5m')", 'floor(extract(epoch from t)/300)*300'],
    ["$__timeGroup(t, '5m'), x", 'floor(extract(epoch from t)/300)*300 AS "time", x'],
    ["$__timeGroupAlias(t, '30d')", 'floor(extract(epoch from t)/2.592e+06)*2.592e+06 AS "time"'],
    ['$__unixEpochGroup(t, 1h)', 'floor((t)/3600)*3600'],
    ['$__interval $__interval_ms', '1s 1000'],
    ['$__time(t)', 't AS "time"'],
  ])('%s', (sql, expected) => {
    expect(expandSql(sql, QUERY).sql).toBe(expected);
  });

  test.each([
    ['$__nope(t)', 'unknown-macro'],
    ['$__timeGroup(t)', 'macro-arguments'],
    ["$__timeGroup(t, '300')", 'bad-interval'],
    ["$__timeGroup(t, '5m', null)", 'bad-fill-value'],
  ])('%s is %s', (sql, code) => {
    expect(() => expandSql(sql, QUERY)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['NULL', { mode: 'null' }],
    ['previous', { mode: 'previous' }],
    ['0', { mode: 'value', value: 0 }],
  ])('a fill of %s', (text, fill) => {
    expect(expandSql(`$__timeGroup(t, '1m', ${text})`, QUERY).fill).toEqual({ ...fill, intervalMs: 60_000 });
  });
});

describe('frames', () => {
  const column = (name: string, typeId: number, ...cells: (string | null)[]): SqlColumn => ({ name, typeId, cells });
  const frames = (columns: readonly SqlColumn[], options: Partial<SqlResultOptions> = {}) =>
    sqlFrames(columns, { format: 'table', fill: undefined, ...RANGE, ...options });

  test('a table keeps its columns, with numbers, booleans, times, JSON and bytes by their type', () => {
    const columns = [
      column('n', INT, '5', null),
      column('b', 16, 't', 'f'),
      column('t', TIMESTAMP, '2026-01-01 12:00:00+02', '1969-12-31 23:59:59.5+00'),
      column('d', 1082, '2026-01-01', null),
      column('j', 3802, '{"a":1}', null),
      column('y', 17, '\\x6869', null),
      column('m', 790, '$1.50', null),
    ];
    expect(frames(columns)[0]?.fields.map(({ name, type, values }) => [name, type, ...values])).toEqual([
      ['n', 'number', 5, null],
      ['b', 'boolean', true, false],
      ['t', 'time', RANGE.fromMs, -500],
      ['d', 'time', Date.parse('2026-01-01'), null],
      ['j', 'json', { a: 1 }, null],
      ['y', 'string', 'hi', null],
      ['m', 'string', '$1.50', null],
    ]);
  });

  test('no rows are a frame without fields', () => {
    expect(frames([column('n', INT)])).toEqual([{ fields: [] }]);
  });

  test.each([
    ['1767261600', 1_767_261_600_000],
    ['1767261600000', 1_767_261_600_000],
    ['1767261600000000000', 1_767_261_600_000],
    ['0', 0],
  ])('the number %s in a time column', (cell, ms) => {
    expect(frames([column('time', 20, cell)])[0]?.fields[0]).toEqual({ name: 'time', type: 'time', values: [ms] });
  });

  const TIMES = ['2026-01-01 10:00:00+00', '2026-01-01 10:00:00+00', '2026-01-01 10:01:00+00'];
  const LONG = [
    column('time', TIMESTAMP, ...TIMES),
    column('host', TEXT, 'a', 'b', 'a'),
    column('cpu', INT, '1', '2', '3'),
  ];
  const AT = [RANGE.fromMs, RANGE.fromMs + 60_000];

  test('rows told apart by text become series', () => {
    expect(frames(LONG, { format: 'time_series' })[0]?.fields).toEqual([
      { name: 'Time', type: 'time', values: AT },
      { name: 'cpu', type: 'number', labels: { host: 'a' }, values: [1, 3] },
      { name: 'cpu', type: 'number', labels: { host: 'b' }, values: [2, null] },
    ]);
  });

  test('a lone text column called metric names the series', () => {
    const columns = LONG.map((each) => (each.name === 'host' ? { ...each, name: 'metric' } : each));
    expect(frames(columns, { format: 'time_series' })[0]?.fields.slice(1)).toEqual([
      { name: 'a', type: 'number', values: [1, 3] },
      { name: 'b', type: 'number', values: [2, null] },
    ]);
  });

  test.each([
    ['null' as const, [2, null, null]],
    ['previous' as const, [2, 2, 2]],
    ['value' as const, [2, 0, 0]],
  ])('gaps filled with %s', (mode, values) => {
    const options = {
      format: 'time_series' as const,
      fill: { mode, value: 0, intervalMs: 60_000 },
      toMs: RANGE.fromMs + 120_000,
    };
    expect(frames(LONG, options)[0]?.fields[2]?.values).toEqual(values);
  });

  test.each([
    ['no time column', LONG.slice(1), 'missing-time-column'],
    ['a time of text', [column('time', TEXT, 'noon'), ...LONG.slice(2)], 'time-not-convertible'],
    ['descending rows', LONG.map((each) => ({ ...each, cells: [...each.cells].reverse() })), 'unsorted'],
  ])('%s is refused', (_what, columns, code) => {
    expect(() => frames(columns, { format: 'time_series' })).toThrow(expect.objectContaining({ code }));
  });
});
