import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatValue, instantQuery, rangeQuery, type QueryResult, type QueryValue } from '@firedrill/logql';
import { positionAt, QueryError } from '@firedrill/query-core';
import { DurationError, type LogStore, parseDuration } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { describeDifference } from './logql-difference';
import { loadLokiDataset } from './loki-dataset';

/** A query, the parameters of its HTTP request, and what Loki answered. */
interface RecordedCase {
  readonly name: string;
  readonly query: string;
  readonly type: 'instant' | 'range' | 'streams';
  readonly time?: string;
  readonly start?: string;
  readonly end?: string;
  readonly step?: number | string;
  readonly limit?: number;
  readonly direction?: string;
  readonly interval?: number | string;
  readonly expect: RecordedAnswer;
}

export interface RecordedAnswer {
  readonly resultType?: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly timeIsGarbage?: boolean;
  readonly tiesUnordered?: boolean;
}

/** Queries recorded from Loki, run over the lines they were recorded with. */
export const area: Area = { name: 'logql', files: ['loki/logql'], run };

async function run(folder: string): Promise<readonly CaseResult[]> {
  const store = loadLokiDataset(folder);
  const files = (await readdir(join(folder, 'loki/logql'))).filter((file) => file.endsWith('.json')).sort();
  const contents = await Promise.all(files.map((file) => readFile(join(folder, 'loki/logql', file), 'utf8')));
  return contents.flatMap((content) => {
    const { cases } = JSON.parse(content) as { readonly cases: readonly RecordedCase[] };
    return cases.map((recorded) => runCase(store, recorded));
  });
}

function runCase(store: LogStore, recorded: RecordedCase): CaseResult {
  const actual = answerOf(recorded.query, evaluate(store, recorded));
  const difference = describeDifference(recorded.expect, actual);
  if (difference === undefined) return { name: recorded.name, outcome: 'passed' };
  return { name: recorded.name, outcome: 'failed', ...difference };
}

function evaluate(store: LogStore, recorded: RecordedCase): QueryResult {
  const { query, type, time, start = '0', end = '0', limit, direction } = recorded;
  try {
    if (type === 'instant') return instantQuery(query, { atNs: BigInt(time ?? '0'), source: store });
    const [startNs, endNs] = [BigInt(start), BigInt(end)];
    return rangeQuery(query, {
      ...{ source: store, startNs, endNs },
      stepNs: recorded.step === undefined ? defaultStepNs(startNs, endNs) : nanoseconds(recorded.step),
      ...(limit !== undefined && { limit }),
      ...(direction !== undefined && { direction: directionOf(direction) }),
      ...(recorded.interval !== undefined && { intervalNs: nanoseconds(recorded.interval) }),
    });
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}

/** Loki's default: one point in 250 of the range, at least a second. */
function defaultStepNs(startNs: bigint, endNs: bigint): bigint {
  const seconds = (endNs - startNs) / 1_000_000_000n / 250n;
  return (seconds > 1n ? seconds : 1n) * 1_000_000_000n;
}

function nanoseconds(parameter: number | string): bigint {
  const seconds = Number(parameter);
  if (Number.isFinite(seconds)) return BigInt(Math.round(seconds * 1e9));
  try {
    return BigInt(parseDuration(String(parameter))) * 1_000_000n;
  } catch (error) {
    if (error instanceof DurationError) throw new QueryError('check', error.message);
    throw error;
  }
}

function directionOf(text: string): 'forward' | 'backward' {
  if (text === 'forward' || text === 'backward') return text;
  throw new QueryError('check', `expected forward or backward, got "${text}"`);
}

/** Our answer in the shape of the recordings; an error with the place it names. */
function answerOf(query: string, result: QueryResult): RecordedAnswer {
  if (result.ok) return { resultType: result.value.type, result: wireResult(result.value) };
  const { message, span } = result.error;
  if (span === undefined || result.error.kind !== 'syntax') return { error: message };
  const { line, column } = positionAt(query, span.start);
  return { error: `parse error at line ${line}, col ${column}: ${message}` };
}

function wireResult(value: QueryValue): unknown {
  switch (value.type) {
    case 'scalar':
      return [value.timestampMs / 1000, formatValue(value.value)];
    case 'vector':
      return value.samples.map((sample) => ({
        metric: sample.labels.toObject(),
        value: [sample.timestampMs / 1000, formatValue(sample.value)],
      }));
    case 'matrix':
      return value.series.map(({ labels, points }) => ({
        metric: labels.toObject(),
        values: points.map((point) => [point.timestampMs / 1000, formatValue(point.value)]),
      }));
    case 'streams':
      return value.streams.map(({ labels, entries }) => ({
        stream: labels.toObject(),
        values: entries.map(({ timestampNs, line }) => [String(timestampNs), line]),
      }));
  }
}
