import type { DataQuery } from '../data-source';
import { formatInterval, parseInterval } from './interval';
import { modelValue, replaceVariables } from './query-model';
import { RequestError } from './request-error';

/** What one query asks of Loki. Unix nanoseconds. */
export type LokiRequest =
  | { readonly kind: 'instant'; readonly expr: string; readonly atNs: bigint }
  | {
      readonly kind: 'range';
      readonly expr: string;
      readonly startNs: bigint;
      readonly endNs: bigint;
      readonly stepNs: bigint;
    };

const MOST_POINTS = 11_000;
const RESOLUTIONS = [1, 2, 3, 4, 5, 10];
const NS_PER_MS = 1_000_000n;

/** The request that Grafana's Loki data source makes of one query. Throws RequestError for a wrong model. */
export function lokiRequest(query: DataQuery): LokiRequest {
  const queryType = modelValue(query, 'queryType', 'string') ?? 'range';
  if (queryType !== 'instant' && queryType !== 'range') {
    throw new RequestError(
      'bad-query-type',
      `query ${query.refId}: expected queryType instant or range, got ${JSON.stringify(queryType)}`,
    );
  }
  checkDirection(query);
  const stepMs = step(query);
  const expr = expandExpression(query, queryType, stepMs);
  if (queryType === 'instant') return { kind: 'instant', expr, atNs: nanoseconds(query.toMs) };
  return {
    kind: 'range',
    expr,
    startNs: nanoseconds(query.fromMs),
    endNs: nanoseconds(query.toMs),
    stepNs: nanoseconds(stepMs),
  };
}

function checkDirection(query: DataQuery): void {
  const direction = modelValue(query, 'direction', 'string') ?? 'backward';
  if (direction !== 'backward' && direction !== 'forward') {
    throw new RequestError(
      'bad-direction',
      `query ${query.refId}: expected direction backward or forward, got ${JSON.stringify(direction)}`,
    );
  }
}

function step(query: DataQuery): number {
  const leastForPoints = (query.toMs - query.fromMs) / MOST_POINTS;
  const written = modelValue(query, 'step', 'string') ?? '';
  if (written !== '') return Math.ceil(Math.max(parseInterval(written), leastForPoints));
  const resolution = modelValue(query, 'resolution', 'number') ?? 1;
  return Math.ceil(Math.max(query.intervalMs * (RESOLUTIONS.includes(resolution) ? resolution : 1), leastForPoints));
}

function expandExpression(query: DataQuery, queryType: 'instant' | 'range', stepMs: number): string {
  const rangeMs = query.toMs - query.fromMs;
  const range = `${Math.round(rangeMs / 1000)}s`;
  const expanded = replaceVariables(modelValue(query, 'expr', 'string') ?? '', [
    ['__interval_ms', String(query.intervalMs)],
    ['__interval', formatInterval(query.intervalMs)],
    ['__range_ms', String(rangeMs)],
    ['__range_s', String(Math.round(rangeMs / 1000))],
    ['__range', range],
  ]);
  return expanded.replaceAll('$__auto', () => (queryType === 'instant' ? range : formatInterval(stepMs)));
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms)) * NS_PER_MS;
}
