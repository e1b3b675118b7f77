import { formatState, type AlertInstance } from '@firedrill/grafana-alerting';
import { formatDuration } from '@firedrill/timeseries';
import { describeLabels } from '../run/compare';
import type { Evaluation } from '../run/run-case';

interface Change {
  readonly atMs: number;
  readonly text: string;
}

/** The changes of state around a moment, each as `10s  {product=Mug} Normal → Pending, stock=2`. */
export function timeline(evaluations: readonly Evaluation[], aroundMs: number, context: number): readonly string[] {
  const changes = evaluations.flatMap(changesOf);
  if (changes.length === 0) return [`nothing changed in ${evaluations.length} evaluations`];
  const middle = changes.findLastIndex(({ atMs }) => atMs <= aroundMs);
  const from = Math.max(0, middle + 1 - context);
  const shown = changes.slice(from, middle + 1 + context);
  const width = Math.max(...shown.map(({ atMs }) => formatDuration(atMs).length));
  const rest = changes.length - from - shown.length;
  return [
    ...(from > 0 ? [`(${from} earlier)`] : []),
    ...shown.map(({ atMs, text }) => `${formatDuration(atMs).padEnd(width)}  ${text}`),
    ...(rest > 0 ? [`(${rest} later)`] : []),
  ];
}

function changesOf({ atMs, transitions }: Evaluation): Change[] {
  return transitions
    .filter(({ previous, instance, removed }) => removed || formatState(previous) !== formatState(instance))
    .map(({ previous, instance, removed }) => {
      const change = `${formatState(previous)} → ${formatState(instance)}${removed ? ', gone' : ''}`;
      return { atMs, text: `${describeLabels(instance.labels)} ${change}${detail(instance)}` };
    });
}

function detail({ error, captures }: AlertInstance): string {
  if (error !== undefined) return `: ${error}`;
  const values = captures.map(({ name, value }) => `${name}=${value}`).join(' ');
  return values === '' ? '' : `, ${values}`;
}
