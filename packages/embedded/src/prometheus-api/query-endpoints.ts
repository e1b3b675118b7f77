import { instantQuery, parse, print, rangeQuery, type QueryResult } from '@firedrill/promql';
import { ApiError, badParameter, queryFailure } from './api-error';
import type { ApiAnswer, ApiEndpoint } from './api-route';
import type { ApiParams } from './api-params';
import type { PrometheusApiOptions } from './prometheus-api';
import { resultJson } from './result-json';

const MAX_POINTS = 11_000;
const TRUNCATED = 'results truncated due to limit';

/** `/api/v1/query`, `/api/v1/query_range` and `/api/v1/format_query`. */
export function queryEndpoints({ store, now, evaluationIntervalMs }: PrometheusApiOptions): {
  readonly query: ApiEndpoint;
  readonly queryRange: ApiEndpoint;
  readonly formatQuery: ApiEndpoint;
} {
  const settings = (
    params: ApiParams,
  ): { readonly source: typeof store; readonly subqueryStepMs: number; readonly lookbackMs?: number } => {
    const lookbackMs = params.durationMs('lookback_delta') ?? 0;
    return { source: store, subqueryStepMs: evaluationIntervalMs, ...(lookbackMs > 0 && { lookbackMs }) };
  };
  return {
    query(params) {
      const limit = params.limit();
      const atMs = params.timeMs('time', now());
      params.durationMs('timeout');
      const text = params.text('query');
      return answer(text, instantQuery(text, { atMs, ...settings(params) }), limit);
    },
    queryRange(params) {
      const limit = params.limit();
      const grid = readGrid(params);
      params.durationMs('timeout');
      const text = params.text('query');
      return answer(text, rangeQuery(text, { ...grid, ...settings(params) }), limit);
    },
    formatQuery(params) {
      const text = params.text('query');
      const parsed = parse(text);
      if (!parsed.ok) throw queryFailure('query', text, parsed.error);
      return { data: print(parsed.expr) };
    },
  };
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
