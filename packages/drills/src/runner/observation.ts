import { stateOf, type AlertInstance, type RuleGroup } from '@firedrill/grafana-client';
import type { ExpectedAlert } from '../drill';

/** One instance that is not Normal, with the rule it belongs to. */
export interface ActiveInstance {
  readonly rule: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every instance that is not Normal; Normal counts with any reason. */
export function activeInstances(groups: readonly RuleGroup[]): ActiveInstance[] {
  return groups.flatMap((group) =>
    group.rules.flatMap((rule) =>
      rule.alerts
        .filter((instance) => stateOf(instance) !== 'Normal')
        .map((instance) => ({ rule: rule.uid ?? rule.name, state: stateOf(instance), labels: instance.labels })),
    ),
  );
}

export function matches(expected: Pick<ExpectedAlert, 'rule' | 'labels'>, instance: ActiveInstance): boolean {
  return (
    instance.rule === expected.rule &&
    Object.entries(expected.labels ?? {}).every(([name, value]) => instance.labels[name] === value)
  );
}

/** An instance that people would be told of: it fires, or its rule cannot be evaluated. */
export function isFiring(instance: Pick<AlertInstance, 'state'>): boolean {
  return ['Alerting', 'Recovering', 'NoData', 'Error'].includes(instance.state);
}
