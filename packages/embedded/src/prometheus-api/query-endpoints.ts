import {
  instantQuery,
  parse,
  print,
  rangeQuery,
  type Expr,
  type QueryOptions,
  type QueryResult,
} from '@firedrill/promql';
import { ApiError, badParameter, queryFailure } from './api-error';
import type { ApiAnswer, ApiEndpoint } from './api-route';
import type { ApiParams } from './api-params';
import type { PrometheusApiOptions } from './prometheus-api';
import { parseTree } from './parse-tree';
import { resultJson } from './result-json';

/** Prometheus' --query.timeout; a request may ask for less. */
const MAX_TIMEOUT_MS = 120_000;
const MAX_POINTS = 11_000;
const TRUNCATED = 'results truncated due to limit';

/** `/api/v1/query`, `query_range`, `format_query` and `parse_query`. */
export function queryEndpoints({ store, now, evaluationIntervalMs }: PrometheusApiOptions): {
  readonly query: ApiEndpoint;
  readonly queryRange: ApiEndpoint;
  readonly formatQuery: ApiEndpoint;
  readonly parseQuery: ApiEndpoint;
} {
  const settings = (params: ApiParams): QueryOptions => {
    const lookbackMs = params.durationMs('lookback_delta') ?? 0;
    const deadline = performance.now() + Math.min(params.durationMs('timeout') ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS);
    const timedOut = (): boolean => performance.now() > deadline;
    const limits = { timedOut, ...(lookbackMs > 0 && { lookbackMs }) };
    return { source: store, subqueryStepMs: evaluationIntervalMs, ...limits };
  };
  return {
    query(params) {
      const limit = params.limit();
      const atMs = params.timeMs('time', now());
      const text = params.text('query');
      return answer(text, instantQuery(text, { atMs, ...settings(params) }), limit);
    },
    queryRange(params) {
      const limit = params.limit();
      const grid = readGrid(params);
      const text = params.text('query');
      return answer(text, rangeQuery(text, { ...grid, ...settings(params) }), limit);
    },
    formatQuery: (params) => ({ data: print(readQuery(params)) }),
    parseQuery: (params) => ({ data: parseTree(readQuery(params)) }),
  };
}

function readQuery(params: ApiParams): Expr {
  const text = params.text('query');
  const parsed = parse(text);
  if (!parsed.ok) throw queryFailure('query', text, parsed.error);
  return parsed.expr;
}

function readGrid(params: ApiParams): { readonly startMs: number; readonly endMs: number; readonly stepMs: number } {
  const startMs = params.timeMs('start');
  const endMs = params.timeMs('end');
  if (endMs < startMs) throw badParameter('end', 'end timestamp must not be before start time');
  const stepMs = params.durationMs('step');
  if (stepMs === undefined) throw badParameter('step', 'cannot parse "" to a valid duration');
  if (stepMs <= 0)
    throw badParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  if (Math.floor((endMs - startMs) / stepMs) > MAX_POINTS) {
    throw new ApiError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return { startMs, endMs, stepMs };
}

function answer(text: string, result: QueryResult, limit: number): ApiAnswer {
  if (!result.ok) throw queryFailure('query', text, result.error);
  const { data, isTruncated } = resultJson(result.value, limit);
  return { data, warnings: [...result.warnings, ...(isTruncated ? [TRUNCATED] : [])], infos: result.infos };
}
