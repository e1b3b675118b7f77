import type { Labels } from '@firedrill/timeseries';
import { formatValue } from '../format-value';
import type { Point, QueryResult, QueryValue } from '../query-result';
import type { EvalCommand, Remark } from './parse-script';
import type { NotedSeries } from './series-notation';

const TOLERANCE = 1e-6;

/** What differs between a result and what the script expects, in a sentence; undefined when nothing does. */
export function compareResult(command: EvalCommand, result: QueryResult): string | undefined {
  const failure = command.remarks.find(({ kind }) => kind === 'fail');
  if (!result.ok) {
    if (failure === undefined || result.error.kind === 'unsupported') return `failed: ${result.error.message}`;
    return undefined;
  }
  if (failure !== undefined) return 'expected a failure, got a result';
  return compareValue(command, result.value) ?? compareRemarks(command.remarks, result.warnings, result.infos);
}

function compareValue(command: EvalCommand, value: QueryValue): string | undefined {
  if (command.string !== undefined)
    return value.type === 'string' ? differs(command.string, value.value) : `got a ${value.type}`;
  if (command.scalar !== undefined && value.type === 'scalar')
    return compareFloat(command.scalar, value.value, 'the scalar');
  switch (value.type) {
    case 'scalar':
    case 'string':
      return `expected ${command.series.length} series, got a ${value.type}`;
    case 'vector':
      return compareVector(command, value.samples);
    case 'matrix':
      return compareMatrix(command.series, value.series, command.rangeVector ?? command);
  }
}

function compareVector(
  { series, ordered }: EvalCommand,
  samples: readonly { readonly labels: Labels; readonly value: number }[],
): string | undefined {
  const points = series.map(({ labels, points: [point] }) => ({ labels, point }));
  if (points.length !== samples.length) return `expected ${points.length} series, got ${describeSamples(samples)}`;
  for (const [index, { labels, point }] of points.entries()) {
    const found = ordered ? samples[index] : samples.find((sample) => sample.labels.equals(labels));
    if (found?.labels.equals(labels) !== true)
      return `expected ${describeLabels(labels)}, got ${describeSamples(samples)}`;
    const difference = compareFloat(point, found.value, describeLabels(labels));
    if (difference !== undefined) return difference;
  }
  return undefined;
}

interface Grid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

function compareMatrix(
  expected: readonly NotedSeries[],
  actual: readonly { readonly labels: Labels; readonly points: readonly Point[] }[],
  { startMs, stepMs }: Grid,
): string | undefined {
  const wanted = expected.filter(({ points }) => points.some((point) => point !== 'none'));
  if (wanted.length !== actual.length)
    return `expected ${wanted.length} series, got ${actual.map(({ labels }) => describeLabels(labels)).join(' ')}`;
  for (const { labels, points } of wanted) {
    const found = actual.find((series) => series.labels.equals(labels));
    if (found === undefined) return `expected ${describeLabels(labels)}, which is missing`;
    const byTime = new Map(found.points.map(({ timestampMs, value }) => [timestampMs, value]));
    for (const [index, point] of points.entries()) {
      const timeMs = startMs + index * stepMs;
      const difference = compareFloat(point, byTime.get(timeMs), `${describeLabels(labels)} at ${timeMs / 1000}s`);
      if (difference !== undefined) return difference;
      byTime.delete(timeMs);
    }
    if (byTime.size > 0) return `${describeLabels(labels)} has ${byTime.size} more points than expected`;
  }
  return undefined;
}

function compareFloat(
  expected: NotedSeries['points'][number] | undefined,
  actual: number | undefined,
  where: string,
): string | undefined {
  if (expected === 'none' && actual === undefined) return undefined;
  if (typeof expected === 'number' && actual !== undefined && isClose(expected, actual)) return undefined;
  return `${where}: expected ${describePoint(expected)}, got ${describePoint(actual)}`;
}

function isClose(expected: number, actual: number): boolean {
  if (Object.is(expected, actual) || expected === actual) return true;
  const sum = Math.abs(expected) + Math.abs(actual);
  const difference = Math.abs(expected - actual);
  if (expected === 0 || actual === 0 || sum < Number.MIN_VALUE) return difference < TOLERANCE * 2.3e-308;
  return difference / Math.min(sum, Number.MAX_VALUE) < TOLERANCE;
}

function compareRemarks(
  remarks: readonly Remark[],
  warnings: readonly string[],
  infos: readonly string[],
): string | undefined {
  return compareKind('warn', remarks, warnings) ?? compareKind('info', remarks, infos);
}

/** With an expectation of a kind, each message must meet one of them, and each of them a message. */
function compareKind(
  kind: 'warn' | 'info',
  remarks: readonly Remark[],
  messages: readonly string[],
): string | undefined {
  if (remarks.some((remark) => remark.kind === `no_${kind}`) && messages.length > 0)
    return `expected no ${kind}, got ${messages.join('; ')}`;
  const wanted = remarks.filter((remark) => remark.kind === kind);
  if (wanted.length === 0) return undefined;
  const surplus = messages.find((message) => !wanted.some(({ matches }) => matches(message)));
  if (surplus !== undefined) return `unexpected ${kind}: ${surplus}`;
  return wanted.every(({ matches }) => messages.some(matches)) ? undefined : `a ${kind} is missing`;
}

function differs(expected: string, actual: string): string | undefined {
  return expected === actual ? undefined : `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

function describePoint(point: number | string | undefined): string {
  return typeof point === 'number' ? formatValue(point) : (point ?? 'nothing');
}

function describeSamples(samples: readonly { readonly labels: Labels; readonly value: number }[]): string {
  return samples.map(({ labels, value }) => `${describeLabels(labels)} ${formatValue(value)}`).join(', ') || 'nothing';
}

function describeLabels(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}
