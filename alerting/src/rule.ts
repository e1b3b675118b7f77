import type { Profile } from './profile';

export type Severity = 'critical' | 'warning';
export type Team = 'payments' | 'fulfilment';

/** One node of a rule as a provisioning file writes it. */
export interface RuleNodeSource {
  readonly refId: string;
  readonly queryType?: string;
  readonly relativeTimeRange?: { readonly from: number; readonly to: number };
  readonly datasourceUid: string;
  readonly model: Readonly<Record<string, unknown>>;
}

/** One alert rule of the pack in one profile; its uid is the slug of its title. */
export interface RuleSource {
  readonly title: string;
  readonly severity: Severity;
  readonly team: Team;
  /** The service to blame, when one is. */
  readonly service?: string;
  readonly summary: string;
  readonly description: string;
  readonly pendingSeconds: number;
  readonly noDataState: 'NoData' | 'Alerting' | 'OK';
  readonly execErrState: 'Error' | 'Alerting' | 'OK';
  /** The refId of the node that decides. */
  readonly condition: string;
  readonly nodes: readonly RuleNodeSource[];
}

/** The rules of one group, evaluated together; one file a group. */
export interface RuleGroupSource {
  readonly name: string;
  rules(profile: Profile): readonly RuleSource[];
}

export function uidOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A PromQL expression evaluated once, at the time of the evaluation. */
export function promql(refId: string, expr: string, { windowSeconds }: Profile): RuleNodeSource {
  const relativeTimeRange = { from: windowSeconds, to: 0 };
  return { refId, relativeTimeRange, datasourceUid: 'prometheus', model: { refId, expr, instant: true, range: false } };
}

/** A LogQL metric expression evaluated once, at the time of the evaluation. */
export function logql(refId: string, expr: string, { windowSeconds }: Profile): RuleNodeSource {
  const relativeTimeRange = { from: windowSeconds, to: 0 };
  const model = { refId, expr, queryType: 'instant' };
  return { refId, queryType: 'instant', relativeTimeRange, datasourceUid: 'loki', model };
}

/** An SQL query whose every row is an instance: one numeric column, and text columns that become its labels. */
export function sql(refId: string, rawSql: string, { windowSeconds }: Profile): RuleNodeSource {
  const relativeTimeRange = { from: windowSeconds, to: 0 };
  const model = { refId, rawSql, rawQuery: true, format: 'table' };
  return { refId, relativeTimeRange, datasourceUid: 'postgres', model };
}

export function threshold(refId: string, of: string, above: number): RuleNodeSource {
  const conditions = [{ evaluator: { type: 'gt', params: [above] } }];
  return { refId, datasourceUid: '__expr__', model: { refId, type: 'threshold', expression: of, conditions } };
}

export function math(refId: string, expression: string): RuleNodeSource {
  return { refId, datasourceUid: '__expr__', model: { refId, type: 'math', expression } };
}

/** A text about the value of a node, which is the dot in it, and another text for when the rule has no data. */
export function withValue(refId: string, text: string, otherwise: string): string {
  return `{{ with $values.${refId} }}${text}{{ else }}${otherwise}{{ end }}`;
}
