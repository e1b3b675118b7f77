import type { DataQuery } from '../data-source';
import { calculateInterval, formatGoDuration, formatInterval, parseInterval, roundInterval } from './interval';
import { modelValue, replaceVariables } from './query-model';

/** What one query asks of Prometheus: a range, an instant, or both. Unix milliseconds. */
export interface PrometheusRequest {
  readonly range?: { readonly expr: string; readonly startMs: number; readonly endMs: number; readonly stepMs: number };
  readonly instant?: { readonly expr: string; readonly atMs: number };
}

export interface PrometheusSettings {
  /** `jsonData.timeInterval`: how often this Prometheus scrapes. */
  readonly timeInterval?: string | undefined;
}

const SAFE_POINTS = 11_000;
const DEFAULT_SCRAPE_INTERVAL = '15s';
const RATE_INTERVAL = ['$__rate_interval', '${__rate_interval}'];
const INTERVAL = ['$__interval', '${__interval}'];
const VARIABLE_INTERVALS = [...RATE_INTERVAL, ...INTERVAL, '$__interval_ms', '${__interval_ms}'];

/** The requests that Grafana's Prometheus data source makes of one query. Throws RequestError for a wrong model. */
export function prometheusRequest(query: DataQuery, settings: PrometheusSettings = {}): PrometheusRequest {
  const isInstant = modelValue(query, 'instant', 'boolean') ?? false;
  const isRange = !isInstant || (modelValue(query, 'range', 'boolean') ?? false);
  const stepMs = step(query, settings);
  const expr = expandExpression(query, stepMs, settings);
  return {
    ...(isRange && {
      range: { expr, startMs: align(query.fromMs, stepMs, query), endMs: align(query.toMs, stepMs, query), stepMs },
    }),
    ...(isInstant && { instant: { expr, atMs: query.toMs } }),
  };
}

function step(query: DataQuery, settings: PrometheusSettings): number {
  const rangeMs = query.toMs - query.fromMs;
  const written = modelValue(query, 'interval', 'string') ?? '';
  const isWritten = written !== '' && !VARIABLE_INTERVALS.includes(written);
  const writtenMs = isWritten ? parseInterval(written) : 0;
  const least = writtenMs === 0 ? query.intervalMs : writtenMs;
  const calculated = calculateInterval(rangeMs, least, query.maxDataPoints);
  const adjusted = Math.max(calculated, roundInterval(rangeMs / SAFE_POINTS));
  if (RATE_INTERVAL.includes(written)) return rateInterval(adjusted, scrapeInterval(settings));
  return adjusted * Math.max(1, modelValue(query, 'intervalFactor', 'number') ?? 1);
}

function expandExpression(query: DataQuery, stepMs: number, settings: PrometheusSettings): string {
  const rangeMs = query.toMs - query.fromMs;
  const rangeSeconds = Math.round(rangeMs / 1000);
  return replaceVariables(modelValue(query, 'expr', 'string') ?? '', [
    ['__interval_ms', String(stepMs)],
    ['__interval', formatInterval(stepMs)],
    ['__range_ms', String(rangeMs)],
    ['__range_s', String(rangeSeconds)],
    ['__range', `${rangeSeconds}s`],
    ['__rate_interval_ms', String(rateIntervalOf(query, stepMs, settings))],
    ['__rate_interval', formatGoDuration(rateIntervalOf(query, stepMs, settings))],
  ]);
}

function rateIntervalOf(query: DataQuery, stepMs: number, settings: PrometheusSettings): number {
  const written = modelValue(query, 'interval', 'string') ?? '';
  if (RATE_INTERVAL.includes(written)) return stepMs;
  if (INTERVAL.includes(written)) return rateInterval(query.intervalMs, stepMs);
  const scrape =
    written === '' || VARIABLE_INTERVALS.includes(written) ? scrapeInterval(settings) : parseInterval(written);
  return rateInterval(query.intervalMs, scrape);
}

/** Long enough for four scrapes, so that a rate over it always has two samples. */
function rateInterval(intervalMs: number, scrapeMs: number): number {
  return Math.max(intervalMs + scrapeMs, 4 * scrapeMs);
}

function scrapeInterval({ timeInterval }: PrometheusSettings): number {
  return parseInterval(timeInterval === undefined || timeInterval === '' ? DEFAULT_SCRAPE_INTERVAL : timeInterval);
}

/** Down to a multiple of the step, counted in the time zone of the query. */
function align(timeMs: number, stepMs: number, query: DataQuery): number {
  const offsetMs = (modelValue(query, 'utcOffsetSec', 'number') ?? 0) * 1000;
  return Math.floor((timeMs + offsetMs) / stepMs) * stepMs - offsetMs;
}
