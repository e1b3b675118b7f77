import { instantQuery, parse, rangeQuery, type QueryResult } from '@firedrill/logql';
import { QueryError } from '@firedrill/query-core';
import { createMatcher, type LogStore, type Matcher, type TimeRange } from '@firedrill/timeseries';
import { LokiError, queryFailure } from './loki-error';
import type { LokiParams } from './loki-params';
import { lokiResultJson } from './loki-result-json';

/** Answers a request's parameters; `path` holds the parts of the path that vary. */
export type LokiEndpoint = (params: LokiParams, path: Readonly<Record<string, unknown>>) => unknown;

type Endpoints = Readonly<Record<string, LokiEndpoint>>;

const BUILD = {
  version: '3.6.15',
  revision: 'firedrill-embedded',
  branch: '',
  buildUser: 'firedrill',
  buildDate: '',
  goVersion: '',
};

/** What is served by GET and POST below `/loki/api/v1`. `nowNs` is nanoseconds of Unix time. */
export function lokiEndpoints(store: LogStore, nowNs: () => bigint): Endpoints {
  return {
    ...queryEndpoints(store, nowNs),
    ...labelEndpoints(store, nowNs),
    '/status/buildinfo': () => BUILD,
  };
}

function queryEndpoints(source: LogStore, nowNs: () => bigint): Endpoints {
  return {
    '/query'(params) {
      const query = params.text('query');
      const atNs = params.timeNs('time', nowNs());
      params.limit();
      return answer(instantQuery(query, { atNs, source }), params);
    },
    '/query_range'(params) {
      const query = params.text('query');
      const { startNs, endNs } = params.range(nowNs());
      const limit = params.limit();
      const direction = params.direction();
      const intervalNs = params.durationNs('interval') ?? 0n;
      const stepNs = params.durationNs('step') ?? defaultStep(startNs, endNs);
      const { categorize } = params;
      const window = { startNs, endNs, stepNs, limit, direction, intervalNs, categorize };
      return answer(rangeQuery(query, { ...window, source }), params);
    },
  };
}

function answer(result: QueryResult, params: LokiParams): unknown {
  if (!result.ok) throw queryFailure(params.text('query'), result.error);
  return { status: 'success', data: lokiResultJson(result.value, params.categorize) };
}

/** A 250th of the range in whole seconds, at least one. */
function defaultStep(startNs: bigint, endNs: bigint): bigint {
  const seconds = (endNs - startNs) / 1_000_000_000n / 250n;
  return (seconds > 1n ? seconds : 1n) * 1_000_000_000n;
}

function labelEndpoints(store: LogStore, nowNs: () => bigint): Endpoints {
  const rangeOf = (params: LokiParams): TimeRange => {
    const { startNs, endNs } = params.range(nowNs());
    return { fromNs: startNs, toNs: endNs };
  };
  const labels: LokiEndpoint = (params) => names(store.labelNames(selectorIn(params.text('query')), rangeOf(params)));
  return {
    '/labels': labels,
    '/label': labels,
    '/label/:name/values': (params, path) =>
      names(store.labelValues(String(path.name), selectorIn(params.text('query')), rangeOf(params))),
    '/series'(params) {
      const texts = [...params.texts('match[]'), ...params.texts('match')];
      const selectors = texts.length === 0 ? [[]] : texts.map(selectorIn);
      const found = selectors.flatMap((matchers) => store.series(matchers, rangeOf(params)));
      const distinct = new Map(found.map((series) => [series.key, series]));
      return { status: 'success', data: [...distinct.values()].map((series) => series.toObject()) };
    },
    '/detected_labels'(params) {
      const found = store.series(selectorIn(params.text('query')), rangeOf(params));
      const valuesOf = (name: string): Set<string> =>
        new Set(found.filter((series) => series.has(name)).map((series) => series.get(name)));
      const used = [...new Set(found.flatMap((series) => series.names))].sort();
      return { detectedLabels: used.map((label) => ({ label, cardinality: valuesOf(label).size })) };
    },
  };
}

/** Without a value there is no `data` at all, as Loki has it. */
function names(values: readonly string[]): unknown {
  return { status: 'success', ...(values.length > 0 && { data: values }) };
}

/** The matchers of a stream selector; an empty text selects all streams. */
function selectorIn(query: string): readonly Matcher[] {
  if (query === '') return [];
  try {
    const expr = parse(query);
    if (expr.kind === 'log') {
      return expr.matchers.map(({ name, operator, value }) => createMatcher(name, operator, value));
    }
  } catch (error) {
    if (error instanceof QueryError) throw queryFailure(query, error);
    throw error;
  }
  throw new LokiError(400, 'expected a stream selector');
}
