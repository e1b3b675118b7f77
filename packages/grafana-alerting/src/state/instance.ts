import type { Labels } from '@firedrill/timeseries';
import type { Capture } from '../expressions/captures';

export type InstanceState = 'Normal' | 'Pending' | 'Alerting' | 'NoData' | 'Error' | 'Recovering';

/** One alert of a rule: a label set and what the evaluations made of it. Times are Unix milliseconds. */
export interface AlertInstance {
  /** The final labels: system labels, the rule's own and those of the result. */
  readonly labels: Labels;
  /** The key of the result's own labels, by which a recovery threshold knows what fires. */
  readonly resultKey: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: InstanceState;
  /** Why the state is not what the result says, such as `NoData` or `Error, KeepLast`; empty otherwise. */
  readonly reason: string;
  /** Since when it is in this state. */
  readonly startsAtMs: number;
  /** When it counts as resolved unless another evaluation comes. */
  readonly endsAtMs: number;
  readonly lastEvaluationMs: number;
  readonly resolvedAtMs: number | undefined;
  readonly lastSentAtMs: number | undefined;
  /** The state that it was resolved from: notifications go on under that name. */
  readonly resolvedFrom: InstanceState | undefined;
  /** What the last evaluation with data captured; the sentinel -1 in place of each number since. */
  readonly captures: readonly Capture[];
  readonly error: string | undefined;
}

/** The instances of one rule by the key of their identity. */
export interface RuleState {
  readonly instances: ReadonlyMap<string, AlertInstance>;
}

export const NO_INSTANCES: RuleState = { instances: new Map() };

/** `State`, or `State (Reason)`, as the API shows it. */
export function formatState({ state, reason }: Pick<AlertInstance, 'state' | 'reason'>): string {
  return reason === '' ? state : `${state} (${reason})`;
}
