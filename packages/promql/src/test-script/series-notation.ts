import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { parseExpr } from '../syntax/parser';

/** One written sample: a float, a stale marker, no sample at all, or a native histogram (which is not read further). */
export type NotedPoint = number | 'stale' | 'none' | 'histogram';

export interface NotedSeries {
  readonly labels: Labels;
  readonly points: readonly NotedPoint[];
}

/** Reads `http_requests_total{job="api"} 0+10x5 _ stale 7`, the notation of promtool and promqltest. Throws QueryError. */
export function parseNotedSeries(text: string): NotedSeries {
  const end = selectorEnd(text);
  return { labels: parseLabels(text.slice(0, end)), points: parsePoints(text.slice(end)) };
}

/** Reads `{job="api"}` or `up{job="api"}` as a label set. */
export function parseLabels(text: string): Labels {
  const expr = text.trim() === '{}' ? undefined : parseExpr(text);
  if (expr === undefined) return Labels.EMPTY;
  if (expr.kind !== 'vectorSelector') throw new QueryError('syntax', `expected a series, got "${text}"`);
  const record = expr.name === undefined ? {} : { __name__: expr.name };
  return Labels.of({ ...record, ...Object.fromEntries(expr.matchers.map(({ name, value }) => [name, value])) });
}

const NAME = /^\s*[^\s{]*\s*/;
const BRACES = /^\{(?!\{)(?:[^"'`}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)*\}/;

/** The offset behind `name{…}`; two braces begin a histogram. */
function selectorEnd(text: string): number {
  const name = NAME.exec(text)?.[0] ?? '';
  return name.length + (BRACES.exec(text.slice(name.length))?.[0].length ?? 0);
}

const ITEM = /\{\{[^}]*\}\}(?:[+-]\{\{[^}]*\}\})?(?:x\d+)?|\S+/g;
const NUMBER = '[+-]?(?:inf|nan|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)';
const VALUES = new RegExp(`^(${NUMBER})(?:([+-]${NUMBER.slice(5)}))?(?:x(\\d+))?$`, 'i');

/** Reads points alone: `a`, `axN` (N+1 times), `a+bxN` (N+1 values by repeated addition), `_`, `_xN` (N gaps), `stale`. */
export function parsePoints(text: string): NotedPoint[] {
  return (text.match(ITEM) ?? []).flatMap(parseItem);
}

function parseItem(item: string): NotedPoint[] {
  const gaps = /^_(?:x(\d+))?$/.exec(item);
  if (gaps !== null) return Array.from({ length: Number(gaps[1] ?? 1) }, () => 'none');
  const stale = /^stale(?:x(\d+))?$/.exec(item);
  if (stale !== null) return Array.from({ length: Number(stale[1] ?? 0) + 1 }, () => 'stale');
  if (item.startsWith('{{')) {
    return Array.from({ length: Number(/x(\d+)$/.exec(item)?.[1] ?? 0) + 1 }, () => 'histogram');
  }
  const values = VALUES.exec(item);
  if (values === null)
    throw new QueryError('syntax', `expected a value such as 5, 0+10x5, _x3 or stale, got "${item}"`);
  const [, first = '', increment = '0', times] = values;
  if (times !== undefined && /^[+-]?(?:inf|nan)x/i.test(item)) {
    throw new QueryError('syntax', `NaN and Inf cannot be repeated, got "${item}"`);
  }
  return repeated(toNumber(first), toNumber(increment), Number(times ?? 0));
}

function repeated(first: number, increment: number, times: number): number[] {
  const values = [first];
  for (let value = first, index = 0; index < times; index++) values.push((value += increment));
  return values;
}

function toNumber(text: string): number {
  return Number(
    text
      .replace(/inf$/i, 'Infinity')
      .replace(/nan$/i, 'NaN')
      .replace(/[+-](?=NaN)/, ''),
  );
}
