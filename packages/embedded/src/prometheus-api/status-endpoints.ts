import { hostname } from 'node:os';
import { FLAG_DEFAULTS } from './flag-defaults';
import type { ApiEndpoint } from './api-route';
import type { PrometheusApiOptions } from './prometheus-api';

/** The version and revision whose behaviour this API has; the build user tells a person what really answers. */
const BUILD = {
  version: '3.14.0',
  revision: 'd15adb9ad7e5d9fbde3a9a8f30200593a5a14d86',
  branch: 'HEAD',
  buildUser: 'firedrill-embedded',
  buildDate: '',
  goVersion: '',
};

/** Everything below `/api/v1/status/` that does not need another part's state. */
export function statusEndpoints({
  store,
  now,
  configText,
  retention,
  startedMs,
  flags,
}: PrometheusApiOptions): Readonly<Record<string, ApiEndpoint>> {
  return {
    buildinfo: () => ({ data: BUILD }),
    config: () => ({ data: { yaml: configText } }),
    flags: () => ({ data: { ...FLAG_DEFAULTS, 'storage.tsdb.retention.time': retention, ...flags } }),
    runtimeinfo: () => ({
      data: {
        startTime: new Date(startedMs).toISOString(),
        CWD: process.cwd(),
        hostname: hostname(),
        serverTime: new Date(now()).toISOString(),
        reloadConfigSuccess: true,
        lastConfigTime: new Date(startedMs).toISOString(),
        corruptionCount: 0,
        goroutineCount: 0,
        GOMAXPROCS: 1,
        GOMEMLIMIT: 0,
        GOGC: '75',
        GODEBUG: '',
        storageRetention: retention,
      },
    }),
    tsdb: () => ({ data: tsdbJson(store) }),
    walreplay: () => ({ data: { min: 0, max: 0, current: 0 } }),
  };
}

const TOP = 10;

function tsdbJson(store: PrometheusApiOptions['store']): unknown {
  const series = store.seriesLabels([[]]);
  const byName = new Map<string, number>();
  const byPair = new Map<string, number>();
  const valuesOf = new Map<string, Set<string>>();
  for (const labels of series) {
    for (const [name, value] of labels) {
      if (name === '__name__') count(byName, value);
      count(byPair, `${name}=${value}`);
      valuesOf.set(name, (valuesOf.get(name) ?? new Set()).add(value));
    }
  }
  const sizes = new Map([...valuesOf].map(([name, values]) => [name, values.size]));
  const bytes = new Map(
    [...valuesOf].map(([name, values]) => [name, [...values].reduce((sum, value) => sum + value.length, 0)]),
  );
  const { samples } = store.stats();
  return {
    headStats: { numSeries: series.length, numLabelPairs: byPair.size, chunkCount: samples, minTime: 0, maxTime: 0 },
    seriesCountByMetricName: highest(byName),
    labelValueCountByLabelName: highest(sizes),
    memoryInBytesByLabelName: highest(bytes),
    seriesCountByLabelValuePair: highest(byPair),
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function highest(counts: ReadonlyMap<string, number>): unknown[] {
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .slice(0, TOP)
    .map(([name, value]) => ({ name, value }));
}
