import type { Labels, SeriesSlice, TimeOffsets } from '@firedrill/timeseries';
import { unwrapParens, type Expr, type MatrixSelector, type SubqueryExpr } from '../syntax/ast';
import type { Evaluation, RangeVector } from './evaluation';
import { indexAfter } from './selectors';
import { evaluateSubquery } from './subquery';

/**
 * Samples of one series with `startMs < t <= endMs`, at the indexes `from <= i < to`; stale markers are left out. All
 * times count from `baseMs`.
 */
export interface Window {
  baseMs: number;
  timestamps: TimeOffsets;
  values: Float64Array;
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

/**
 * Calls `visit` with the window of each series that has a sample in it. The window is one object that is filled anew
 * for each series: do not keep it.
 */
export function forEachWindow(
  range: Expr,
  evaluation: Evaluation,
  timeMs: number,
  visit: (window: Window, labels: Labels, dropName: boolean) => void,
): void {
  const node = rangeNode(range);
  const endMs = evaluation.lookTime(node.kind === 'subquery' ? node : node.selector, timeMs);
  const startMs = endMs - node.rangeMs;
  const window: Window = { baseMs: 0, timestamps: NO_TIMES, values: NO_VALUES, from: 0, to: 0, startMs, endMs };
  let touched = 0;
  const { series, unnamed, cursors } = rangeVector(node, evaluation);
  for (let index = 0; index < series.length; index++) {
    const slice = series[index];
    if (slice === undefined) continue;
    window.startMs = startMs - slice.baseMs;
    window.endMs = endMs - slice.baseMs;
    fill(window, slice, cursors, 2 * index);
    const length = window.to - window.from;
    if (length === 0) continue;
    touched += length;
    visit(window, slice.labels, unnamed.size > 0 && unnamed.has(slice));
  }
  evaluation.count(touched);
}

const NO_TIMES = new Uint32Array(0);
const NO_VALUES = new Float64Array(0);

export function rangeNode(expr: Expr): MatrixSelector | SubqueryExpr {
  const node = unwrapParens(expr);
  if (node.kind === 'matrixSelector' || node.kind === 'subquery') return node;
  throw new Error(`invariant: ${node.kind} is not a range vector`);
}

function rangeVector(node: MatrixSelector | SubqueryExpr, evaluation: Evaluation): RangeVector {
  return node.kind === 'subquery' ? evaluateSubquery(node, evaluation) : evaluation.fetched(node.selector);
}

function fill(window: Window, slice: SeriesSlice, cursors: Uint32Array, cursor: number): void {
  const { timestamps, from, to } = slice;
  window.baseMs = slice.baseMs;
  window.timestamps = timestamps;
  window.values = slice.values;
  window.from = sought(timestamps, from, to, window.startMs, cursors[cursor] ?? 0);
  window.to =
    (timestamps[to - 1] ?? 0) <= window.endMs
      ? to
      : sought(timestamps, window.from, to, window.endMs, cursors[cursor + 1] ?? 0);
  cursors[cursor] = window.from;
  cursors[cursor + 1] = window.to;
  if (slice.stale !== undefined) leaveOutStale(window, slice.stale);
}

/** How many samples a window may move on before searching is quicker than walking. */
const WALK = 8;

/** The first index in [low, high) whose time is later, or `high`; found quickly when it lies a little behind `before`. */
function sought(timestamps: TimeOffsets, low: number, high: number, timeMs: number, before: number): number {
  let index = before > low && before <= high ? before : low;
  if (index > low && (timestamps[index - 1] ?? 0) > timeMs) return indexAfter(timestamps, low, index, timeMs);
  const end = Math.min(high, index + WALK);
  while (index < end && (timestamps[index] ?? 0) <= timeMs) index++;
  return index < end ? index : indexAfter(timestamps, index, high, timeMs);
}

function leaveOutStale(window: Window, stale: Uint8Array): void {
  const live: number[] = [];
  for (let index = window.from; index < window.to; index++) if (stale[index] !== 1) live.push(index);
  if (live.length === window.to - window.from) return;
  const { timestamps, values } = window;
  window.timestamps = Float64Array.from(live, (index) => timestamps[index] ?? NaN);
  window.values = Float64Array.from(live, (index) => values[index] ?? NaN);
  window.from = 0;
  window.to = live.length;
}
