import type { AlertInstance } from './responses';

/** The state without its reason: `Normal (NoData)` is Normal. */
export function stateOf(instance: Pick<AlertInstance, 'state'>): string {
  return instance.state.replace(/ \(.*\)$/, '');
}
