import type { ConfigNode } from '@firedrill/config-file';
import { parseNotedSeries, parsePoints, type NotedPoint } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import type { CaseInputs, LogInput, MetricInput, SourceFailure, SqlAnswer, SqlCell } from './case-file';
import { durationAt, itemsAt, placeOf, recordAt, textAt } from './node-values';

/** The most lines that one repeated line makes. */
const MOST_LINES = 100_000;
/** The most samples that one series has. */
const MOST_SAMPLES = 100_000;

/** The inputs of a case; what does not parse is reported. */
export function readInputs(inputs: readonly ConfigNode[]): CaseInputs {
  const below = (key: string): readonly ConfigNode[] => inputs.flatMap((input) => itemsAt(input, key));
  return {
    series: inputs.flatMap((input) => readMetrics(input.get('metrics'))),
    streams: below('logs').map(readStream),
    tables: below('sql').map(readTable),
    failures: below('failures').map(readFailure),
  };
}

function readMetrics(metrics: ConfigNode | undefined): MetricInput[] {
  if (metrics === undefined) return [];
  const intervalMs = durationAt(metrics, 'interval', 0);
  if (intervalMs === 0)
    metrics.get('interval')?.report('error', 'expected an interval above 0', { code: 'bad-interval' });
  return itemsAt(metrics, 'series').map((entry) => {
    const labels = noted(entry.get('series'), (text) => parseNotedSeries(text).labels) ?? Labels.EMPTY;
    return { labels, intervalMs, points: noted(entry.get('values'), readPoints) ?? [] };
  });
}

function readPoints(text: string): readonly NotedPoint[] {
  // Refused before they are made: `x` with many zeros would fill the memory.
  const repeats = [...text.matchAll(/x(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  if (repeats > MOST_SAMPLES) throw new QueryError('limit', `expected at most ${MOST_SAMPLES} values, got ${repeats}`);
  const points = parsePoints(text);
  if (!points.includes('histogram')) return points;
  throw new QueryError('unsupported', 'native histograms are not supported in cases');
}

function noted<T>(node: ConfigNode | undefined, read: (text: string) => T): T | undefined {
  try {
    return read(node?.source ?? '');
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    node?.report('error', error.message, { code: 'bad-series' });
    return undefined;
  }
}

function readStream(stream: ConfigNode): LogInput {
  const lines = itemsAt(stream, 'lines').flatMap(readLine);
  return { labels: Labels.of(recordAt(stream, 'labels')), lines: lines.sort((a, b) => a.atMs - b.atMs) };
}

function readLine(node: ConfigNode): LogInput['lines'][number][] {
  const line = textAt(node, 'line') ?? '';
  const atMs = durationAt(node, 'at', 0);
  const everyMs = durationAt(node, 'every', undefined);
  const untilMs = durationAt(node, 'until', undefined);
  if (everyMs === undefined && untilMs === undefined) return [{ atMs, line }];
  if (everyMs === undefined || untilMs === undefined || everyMs === 0) {
    node.report('error', 'expected `every` (above 0) and `until` together', { code: 'bad-repetition' });
    return [];
  }
  const count = Math.floor((untilMs - atMs) / everyMs) + 1;
  if (count >= 1 && count <= MOST_LINES) {
    return Array.from({ length: count }, (_, index) => ({ atMs: atMs + index * everyMs, line }));
  }
  node.report('error', `expected from 1 to ${MOST_LINES} repetitions, got ${count}`, { code: 'bad-repetition' });
  return [];
}

function readTable(node: ConfigNode): SqlAnswer {
  const columns = itemsAt(node, 'columns').map((column) => column.source ?? '');
  const rows = itemsAt(node, 'rows');
  const error = textAt(node, 'error');
  if (error !== undefined && (columns.length > 0 || rows.length > 0)) {
    node.report('error', 'expected either `error` or `columns` and `rows`, got both', { code: 'ambiguous-answer' });
  }
  for (const row of rows) {
    const cells = row.items().length;
    if (cells === columns.length) continue;
    row.report('error', `expected ${columns.length} cells as there are columns, got ${cells}`, { code: 'wrong-row' });
  }
  const cells = rows.map((row) => row.items().map((cell) => cell.toData() as SqlCell));
  const parts = { refId: textAt(node, 'refId') ?? '', place: placeOf(node.get('refId') ?? node) };
  return { ...parts, atMs: durationAt(node, 'at', 0), columns, rows: cells, error };
}

function readFailure(node: ConfigNode): SourceFailure {
  const fromMs = durationAt(node, 'at', 0);
  const untilMs = durationAt(node, 'until', Infinity);
  if (untilMs <= fromMs) node.get('until')?.report('error', 'expected a time after `at`', { code: 'empty-range' });
  return {
    datasource: textAt(node, 'datasource') ?? '',
    place: placeOf(node.get('datasource') ?? node),
    fromMs,
    untilMs,
    error: textAt(node, 'error') ?? '',
  };
}
