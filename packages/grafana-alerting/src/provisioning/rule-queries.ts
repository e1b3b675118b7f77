import type { RuleNode } from '../model';
import type { Fields } from './fields';
import { decodeYamlValue, yamlInteger } from './yaml-value';

const QUERY_KEYS = ['refId', 'queryType', 'relativeTimeRange', 'datasourceUid', 'model'];
const EXPRESSION_UIDS = ['__expr__', '-100'];
const DEFAULT_INTERVAL_MS = 1000;
const DEFAULT_MAX_DATA_POINTS = 43_200;

export function isExpression(datasourceUid: string): boolean {
  return EXPRESSION_UIDS.includes(datasourceUid);
}

/** One entry of `data` with its place in the file. */
export interface RuleQuery {
  readonly fields: Fields;
  readonly node: RuleNode;
}

/** The entries of `data`, with the defaults that Grafana writes into each model. */
export function readQueries(rule: Fields): RuleQuery[] {
  const data = rule.node.get('data');
  const isAbsent = data === undefined || data.kind === 'null';
  if (isAbsent || (data.kind === 'list' && data.items().every(({ kind }) => kind === 'null'))) {
    rule.error('data', 'expected at least one query, got nothing', 'missing-data');
  }
  return rule.maps('data').map((fields) => ({ fields, node: readQuery(fields) }));
}

function readQuery(query: Fields): RuleNode {
  query.warnUnknownKeys(QUERY_KEYS);
  const datasourceUid = query.text('datasourceUid') ?? '';
  const model = readModel(query);
  const queryType = query.text('queryType') ?? '';
  return {
    refId: query.text('refId') ?? '',
    queryType: readModelQueryType(query, model) ?? queryType,
    datasourceUid,
    ...readRange(query, datasourceUid),
    model,
  };
}

function readModel(query: Fields): Readonly<Record<string, unknown>> {
  const model = query.map('model');
  const decoded = model === undefined ? {} : (decodeYamlValue(model.node) as Record<string, unknown>);
  const orDefault = (value: unknown, fallback: number) => (typeof value === 'number' && value !== 0 ? value : fallback);
  return {
    ...decoded,
    intervalMs: orDefault(decoded.intervalMs, DEFAULT_INTERVAL_MS),
    maxDataPoints: orDefault(decoded.maxDataPoints, DEFAULT_MAX_DATA_POINTS),
  };
}

/** A `queryType` inside the model wins over the one beside it. */
function readModelQueryType(query: Fields, model: Readonly<Record<string, unknown>>): string | undefined {
  if (!('queryType' in model)) return undefined;
  const { queryType } = model;
  if (typeof queryType === 'string') return queryType;
  query.map('model')?.error('queryType', 'expected text', 'bad-query-type');
  return undefined;
}

function readRange(query: Fields, datasourceUid: string): { fromSeconds: number; toSeconds: number } {
  const range = query.map('relativeTimeRange');
  range?.warnUnknownKeys(['from', 'to']);
  const fromSeconds = range === undefined ? 0 : readSeconds(range, 'from');
  const toSeconds = range === undefined ? 0 : readSeconds(range, 'to');
  const isWrongType = query.has('relativeTimeRange') && range === undefined;
  if (fromSeconds === undefined || toSeconds === undefined || isWrongType) return { fromSeconds: 0, toSeconds: 0 };
  if (!isExpression(datasourceUid) && fromSeconds <= toSeconds) {
    query.error(
      'relativeTimeRange',
      `expected "from" above "to" (seconds before the evaluation), got from ${fromSeconds} to ${toSeconds}`,
      'bad-time-range',
      'for example { from: 600, to: 0 }',
    );
  }
  return { fromSeconds, toSeconds };
}

/** A plain whole number; undefined (reported) for anything else, also for a duration such as `10m`. */
function readSeconds(range: Fields, key: string): number | undefined {
  const node = range.node.get(key);
  if (node === undefined || node.kind === 'null') return 0;
  const seconds = yamlInteger(node);
  if (seconds !== undefined) return wrapDuration(seconds);
  const got = node.source === undefined ? `a ${node.kind}` : JSON.stringify(node.source);
  const hint = 'Grafana takes no durations here: 10 minutes are 600';
  range.error(key, `expected a whole number of seconds, got ${got}`, 'bad-time-range-value', hint);
  return undefined;
}

/** Grafana counts durations in nanoseconds of 64 bits, which wrap round. */
function wrapDuration(seconds: number): number {
  const second = 1_000_000_000n;
  return Number(BigInt.asIntN(64, BigInt(seconds) * second) / second);
}
