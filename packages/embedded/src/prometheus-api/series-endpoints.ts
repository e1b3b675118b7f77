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
  /** Names and values are those of the whole store when it has a sample in the range, as those of Prometheus' head. */
  const isInRange = (params: ApiParams): boolean => {
    const { fromMs, toMs } = readRange(params);
    return store.seriesLabels([[]], fromMs, toMs).length > 0;
  };
  return {
    labels(params) {
      const selectors = selectorsOf(params);
      return limited(isInRange(params) ? store.labelNames(selectors) : [], params.limit());
    },
    labelValues(params, path) {
      const name = unescapeName(path.name ?? '');
      const selectors = selectorsOf(params);
      return limited(isInRange(params) ? store.labelValues(name, selectors) : [], params.limit());
    },
    series(params) {
      if (params.texts('match[]').length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
      const { fromMs, toMs } = readRange(params);
      const [first = [], ...others] = selectorsOf(params);
      // Prometheus sorts only what it merges from several selectors.
      const found =
        others.length > 0
          ? store.seriesLabels([first, ...others], fromMs, toMs)
          : store.select(first, fromMs - 1, toMs).map(({ labels }) => labels);
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
