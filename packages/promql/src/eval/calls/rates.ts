import type { Labels } from '@firedrill/timeseries';
import { selectsOneName } from '../evaluation';
import type { Window } from '../windows';
import { perWindow, type Call, type Implementation } from './call';

export const rate: Implementation = perWindow((call) => {
  const remark = remarkOnCounterName(call);
  return (window, labels) => {
    const value = extrapolated(window, true, (window.endMs - window.startMs) / 1000);
    if (value !== undefined) remark(labels);
    return value;
  };
});

export const increase: Implementation = perWindow((call) => {
  const remark = remarkOnCounterName(call);
  return (window, labels) => {
    const value = extrapolated(window, true, 1);
    if (value !== undefined) remark(labels);
    return value;
  };
});

export const delta: Implementation = perWindow(() => (window) => extrapolated(window, false, 1));

export const irate: Implementation = perWindow(() => (window) => {
  const last = lastTwo(window);
  return last && (last.value < last.previous ? last.value : last.value - last.previous) / last.seconds;
});

export const idelta: Implementation = perWindow(() => (window) => {
  const last = lastTwo(window);
  return last && last.value - last.previous;
});

export const resets: Implementation = perWindow(
  () => (window) => countSteps(window, (value, previous) => value < previous),
);

export const changes: Implementation = perWindow(
  () => (window) =>
    countSteps(window, (value, previous) => value !== previous && !(Number.isNaN(value) && Number.isNaN(previous))),
);

/**
 * The growth over the window, stretched to where the window begins and ends when samples lie close to the borders, as
 * Prometheus does; undefined for fewer than two samples. Divided by `perSeconds`.
 */
function extrapolated(window: Window, isCounter: boolean, perSeconds: number): number | undefined {
  const { timestamps, values, from, to, startMs, endMs } = window;
  if (to - from < 2) return undefined;
  const first = values[from] ?? NaN;
  const firstMs = timestamps[from] ?? NaN;
  const lastMs = timestamps[to - 1] ?? NaN;
  let growth = (values[to - 1] ?? NaN) - first;
  if (isCounter) growth += lostByResets(values, from, to);
  const sampled = (lastMs - firstMs) / 1000;
  const average = sampled / (to - from - 1);
  let toStart = (firstMs - startMs) / 1000;
  let toEnd = (endMs - lastMs) / 1000;
  if (toStart >= average * 1.1) toStart = average / 2;
  // A counter was not below zero before the window: it cannot have started earlier than its line crosses zero.
  if (isCounter && growth > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / growth));
  if (toEnd >= average * 1.1) toEnd = average / 2;
  return growth * ((sampled + toStart + toEnd) / sampled / perSeconds);
}

function lostByResets(values: Float64Array, from: number, to: number): number {
  let lost = 0;
  let previous = values[from] ?? NaN;
  for (let index = from + 1; index < to; index++) {
    const value = values[index] ?? NaN;
    if (value < previous) lost += previous;
    previous = value;
  }
  return lost;
}

function lastTwo({
  timestamps,
  values,
  from,
  to,
}: Window): { value: number; previous: number; seconds: number } | undefined {
  if (to - from < 2) return undefined;
  const seconds = ((timestamps[to - 1] ?? NaN) - (timestamps[to - 2] ?? NaN)) / 1000;
  return { value: values[to - 1] ?? NaN, previous: values[to - 2] ?? NaN, seconds };
}

function countSteps({ values, from, to }: Window, counts: (value: number, previous: number) => boolean): number {
  let count = 0;
  for (let index = from + 1; index < to; index++) {
    if (counts(values[index] ?? NaN, values[index - 1] ?? NaN)) count += 1;
  }
  return count;
}

const COUNTER_NAME = /(?:^$|_total$|_sum$|_count$|_bucket$)/;

/** Prometheus remarks once that a name does not look like a counter's. */
function remarkOnCounterName(call: Call): (labels: Labels) => void {
  const oneName = selectsOneName(call.arg(0));
  let checked: string | undefined;
  return (labels) => {
    if (oneName && checked !== undefined) return;
    const name = labels.get('__name__');
    if (name === checked) return;
    checked = name;
    if (COUNTER_NAME.test(name)) return;
    const message = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(name)}`;
    call.evaluation.annotations.info(message, call.arg(0).span);
  };
}
