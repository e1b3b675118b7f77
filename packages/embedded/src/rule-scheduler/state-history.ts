import { formatState, type AlertRule, type Transition } from '@firedrill/grafana-alerting';
import type { AnnotationEntry } from './annotation-log';

/** The annotation of a transition; undefined where the state stayed, or moved among Normal states only. */
export function describeTransition(
  rule: Pick<AlertRule, 'uid' | 'title'>,
  { previous, instance }: Transition,
  timeMs: number,
  createdMs: number,
): Omit<AnnotationEntry, 'id'> | undefined {
  const previousState = formatState(previous);
  const newState = formatState(instance);
  if (previousState === newState) return undefined;
  if (previous.state === 'Normal' && instance.state === 'Normal') return undefined;
  const labels = [...instance.labels].filter(([name]) => !(name.startsWith('__') && name.endsWith('__')));
  const labelText = labels.map(([name, value]) => `${name}=${value}`).join(', ');
  const { text, data } = outcome(instance);
  return {
    timeMs,
    timeEndMs: timeMs,
    createdMs,
    text: `${rule.title} {${labelText}} - ${text}`,
    tags: [],
    alert: { ruleUid: rule.uid, previousState, newState, data },
  };
}

function outcome({ state, error, captures }: Transition['instance']): {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
} {
  if (state === 'Error') return { text: 'Error', data: { error: error ?? '' } };
  if (state === 'NoData') return { text: 'No data', data: { noData: true } };
  const values = captures.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
  return {
    text: values.map(([name, value]) => `${name}=${value.toFixed(6)}`).join(', '),
    data: { values: Object.fromEntries(values) },
  };
}
