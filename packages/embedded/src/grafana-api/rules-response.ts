import { conditionValueText, formatState, type AlertInstance, type AlertRule } from '@firedrill/grafana-alerting';
import type { RuleStatus } from '../rule-scheduler/rule-runner';

/** Wire data: the shapes of Grafana's `/api/prometheus/grafana/api/v1/rules` and `…/alerts`. */
export interface AlertBody {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
  readonly activeAt: string;
  readonly value: string;
}

export interface RuleBody {
  readonly state: string;
  readonly name: string;
  readonly uid: string;
  readonly folderUid: string;
  readonly query: string;
  readonly queriedDatasourceUIDs: readonly string[];
  readonly duration?: number;
  readonly keepFiringFor?: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly activeAt?: string;
  readonly alerts: readonly AlertBody[];
  readonly totals: Totals;
  readonly totalsFiltered: Totals;
  readonly health: 'ok' | 'error' | 'nodata';
  readonly lastError?: string;
  readonly type: 'alerting';
  readonly lastEvaluation: string;
  readonly evaluationTime: number;
  readonly isPaused: boolean;
  readonly provenance: 'file';
}

export interface GroupBody {
  readonly name: string;
  readonly file: string;
  readonly folderUid: string;
  readonly rules: readonly RuleBody[];
  readonly totals: Totals;
  readonly interval: number;
  readonly lastEvaluation: string;
  readonly evaluationTime: number;
}

export type Totals = Readonly<Record<string, number>>;

/** Which rules and instances an answer holds. */
export interface RuleFilter {
  readonly states: ReadonlySet<string>;
  readonly health: ReadonlySet<string>;
  readonly accepts: (instance: AlertInstance) => boolean;
  readonly includeInternalLabels: boolean;
  readonly limitAlerts: number | undefined;
}

const ZERO_TIME = '0001-01-01T00:00:00Z';
const INTERNAL_LABELS = ['__alert_rule_uid__', '__alert_rule_namespace_uid__'];

/** One rule as the API shows it: its file, its state over all instances, and the instances that the filter accepts. */
export function ruleBody(
  { rule, state, lastEvaluationMs, evaluationSeconds }: RuleStatus,
  filter: RuleFilter,
): RuleBody {
  const instances = [...state.instances.values()];
  const accepted = instances.filter((instance) => filter.accepts(instance));
  const shown = accepted.slice(0, filter.limitAlerts);
  const active = instances.filter(({ state: name }) => name !== 'Normal').map(({ startsAtMs }) => startsAtMs);
  const lastError = instances.find(({ error }) => error !== undefined)?.error;
  return {
    state: ruleState(instances),
    name: rule.title,
    uid: rule.uid,
    folderUid: rule.folderUid,
    query: queryText(rule),
    queriedDatasourceUIDs: [...new Set(queries(rule).map(({ datasourceUid }) => datasourceUid))],
    ...(rule.forMs > 0 && { duration: rule.forMs / 1000 }),
    ...(rule.keepFiringForMs > 0 && { keepFiringFor: rule.keepFiringForMs / 1000 }),
    annotations: rule.annotations,
    labels: rule.labels,
    ...(active.length > 0 && { activeAt: wireTime(Math.min(...active)) }),
    alerts: shown.map((instance) => alertBody(rule, instance, filter.includeInternalLabels)),
    totals: countStates(instances),
    totalsFiltered: countStates(accepted),
    health: ruleHealth(instances),
    ...(lastError !== undefined && { lastError }),
    type: 'alerting',
    lastEvaluation: wireTime(lastEvaluationMs),
    evaluationTime: evaluationSeconds,
    isPaused: rule.isPaused,
    provenance: 'file',
  };
}

/** One instance as the API shows it. */
export function alertBody(rule: AlertRule, instance: AlertInstance, includeInternalLabels: boolean): AlertBody {
  const labels = includeInternalLabels ? instance.labels : instance.labels.drop(INTERNAL_LABELS);
  return {
    labels: labels.toObject(),
    annotations: instance.annotations,
    state: formatState(instance),
    activeAt: wireTime(instance.startsAtMs),
    value: instanceValue(rule, instance),
  };
}

/** RFC 3339 with as many decimals as needed, as Go writes it; Go's zero time when there is none. */
export function wireTime(timeMs: number | undefined): string {
  return timeMs === undefined ? ZERO_TIME : new Date(timeMs).toISOString().replace(/\.?0+Z$/, 'Z');
}

/** How many instances, or rules, are in each state. */
export function countStates(instances: readonly { readonly state: string }[]): Totals {
  const totals: Record<string, number> = {};
  for (const { state } of instances) totals[state.toLowerCase()] = (totals[state.toLowerCase()] ?? 0) + 1;
  return totals;
}

/** NoData and Error instances alone leave a rule inactive. */
function ruleState(instances: readonly AlertInstance[]): string {
  const has = (state: AlertInstance['state']): boolean => instances.some((instance) => instance.state === state);
  if (has('Alerting')) return 'firing';
  if (has('Recovering')) return 'recovering';
  return has('Pending') ? 'pending' : 'inactive';
}

function ruleHealth(instances: readonly AlertInstance[]): RuleBody['health'] {
  if (instances.some(({ state, error }) => state === 'Error' || error !== undefined)) return 'error';
  return instances.some(({ state }) => state === 'NoData') ? 'nodata' : 'ok';
}

/** Only instances that fire, did or may do so have a value. */
function instanceValue(rule: AlertRule, { state, captures }: AlertInstance): string {
  const active = state === 'Alerting' || state === 'Pending' || state === 'Recovering';
  return active ? conditionValueText(rule.condition, captures) : '';
}

function queries(rule: AlertRule): AlertRule['nodes'] {
  return rule.nodes.filter(({ datasourceUid }) => datasourceUid !== '__expr__' && datasourceUid !== '-100');
}

/** The queries' expressions; the nodes as JSON when one is written in another language. */
function queryText(rule: AlertRule): string {
  const expressions = queries(rule).map(({ model }) => model.expr);
  if (expressions.every((expression) => typeof expression === 'string')) return expressions.join(' | ');
  return JSON.stringify(rule.nodes.map(({ refId, datasourceUid, model }) => ({ refId, datasourceUid, model })));
}
