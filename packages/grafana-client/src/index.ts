export { createGrafanaClient, GrafanaError } from './grafana-client';
export type { Annotation, GrafanaClient, GrafanaClientOptions } from './grafana-client';
export { stateOf } from './instance-state';
export type { AlertInstance, Rule, RuleGroup } from './responses';
