import { parse } from '@firedrill/promql';
import { createMatcher, type Matcher } from '@firedrill/timeseries';
import { ApiError, badParameter, queryFailure } from './api-error';
import type { ApiAnswer, ApiEndpoint } from './api-route';
import type { ApiParams } from './api-params';
import type { PrometheusApiOptions } from './prometheus-api';
import { truncated } from './result-json';

/** `/api/v1/labels`, `/api/v1/label/:name/values` and `/api/v1/series`. */
export function seriesEndpoints({ store }: PrometheusApiOptions): {
  readonly labels: ApiEndpoint;
  readonly labelValues: ApiEndpoint;
  readonly series: ApiEndpoint;
} {
  return {
    labels(params) {
      const { fromMs, toMs } = readRange(params);
      return limited(store.labelNames(selectorsOf(params), fromMs, toMs), params.limit());
    },
    labelValues(params, path) {
      const { fromMs, toMs } = readRange(params);
      return limited(
        store.labelValues(unescapeName(path.name ?? ''), selectorsOf(params), fromMs, toMs),
        params.limit(),
      );
    },
    series(params) {
      if (params.texts('match[]').length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
      const { fromMs, toMs } = readRange(params);
      const found = store.seriesLabels(selectorsOf(params), fromMs, toMs);
      return limited(
        found.map((labels) => labels.toObject()),
        params.limit(),
      );
    },
  };
}

function readRange(params: ApiParams): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = params.timeMs('start', -Infinity);
  const toMs = params.timeMs('end', Infinity);
  // Prometheus answers a range that ends before it starts as if it were open.
  return toMs < fromMs ? { fromMs: -Infinity, toMs: Infinity } : { fromMs, toMs };
}

/** The matchers of each `match[]`; all series when there is none. */
export function selectorsOf(params: ApiParams, name = 'match[]'): readonly (readonly Matcher[])[] {
  const texts = params.texts(name);
  return texts.length === 0 ? [[]] : texts.map((text) => readSelector(text, name));
}

function readSelector(text: string, name: string): readonly Matcher[] {
  const parsed = parse(text);
  if (!parsed.ok) throw queryFailure(name, text, parsed.error);
  if (parsed.expr.kind !== 'vectorSelector')
    throw badParameter(name, `expected a selector of series, got ${JSON.stringify(text)}`);
  const { name: metric, matchers } = parsed.expr;
  return metric === undefined ? matchers : [createMatcher('__name__', '=', metric), ...matchers];
}

function limited(items: readonly unknown[], limit: number): ApiAnswer {
  const data = truncated(items, limit);
  return { data, ...(data.length < items.length && { warnings: ['results truncated due to limit'] }) };
}

/** `U__a_2e_b` is the name `a.b`: how clients write a name that a path cannot hold. */
function unescapeName(name: string): string {
  if (!name.startsWith('U__')) return name;
  return name
    .slice(3)
    .replace(/_(_|[0-9A-Fa-f]+_)/g, (_, code: string) =>
      code === '_' ? '_' : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}
