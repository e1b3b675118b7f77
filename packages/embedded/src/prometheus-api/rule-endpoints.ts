import { createHash } from 'node:crypto';
import type { Alert, GroupState, RuleGroup, RuleState } from '@firedrill/prometheus-rules';
import { print } from '@firedrill/promql';
import { Labels, type Matcher } from '@firedrill/timeseries';
import { badParameter } from './api-error';
import type { ApiEndpoint } from './api-route';
import type { ApiParams } from './api-params';
import type { PrometheusApiOptions } from './prometheus-api';
import { selectorsOf } from './series-endpoints';

const NEVER = '0001-01-01T00:00:00Z';

/** `/api/v1/rules` and `/api/v1/alerts`. */
export function ruleEndpoints({ rules }: Pick<PrometheusApiOptions, 'rules'>): {
  readonly rules: ApiEndpoint;
  readonly alerts: ApiEndpoint;
} {
  return {
    rules(params) {
      const filter = readFilter(params);
      const shown = rules.groups().flatMap((state) => {
        const kept = filter.acceptsGroup(state.group) ? state.rules.filter(filter.acceptsRule) : [];
        return kept.length === 0 ? [] : [{ ...state, rules: kept }];
      });
      const { groups, nextToken } = page(shown, params);
      const json = groups.map((state) => groupJson(state, rules.intervalMs(state.group), filter.withAlerts));
      return { data: { groups: json, ...(nextToken !== undefined && { groupNextToken: nextToken }) } };
    },
    alerts: () => ({
      data: {
        alerts: rules
          .groups()
          .flatMap((group) => group.rules)
          .flatMap(activeAlerts)
          .map(alertJson),
      },
    }),
  };
}

interface Filter {
  readonly acceptsGroup: (group: RuleGroup) => boolean;
  readonly acceptsRule: (state: RuleState) => boolean;
  readonly withAlerts: boolean;
}

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False', ''];
const KINDS: Readonly<Record<string, string>> = { alert: 'alerting', record: 'recording' };

function readFilter(params: ApiParams): Filter {
  const type = params.text('type').toLowerCase();
  const kind = KINDS[type];
  if (type !== '' && kind === undefined) throw badParameter('type', `not supported value ${JSON.stringify(type)}`);
  const exclude = params.text('exclude_alerts');
  if (!TRUE.includes(exclude) && !FALSE.includes(exclude))
    throw badParameter('exclude_alerts', `expected true or false, got ${JSON.stringify(exclude)}`);
  const selectors = params.texts('match[]').length === 0 ? undefined : selectorsOf(params);
  const isAmong = (name: string, value: string): boolean => {
    const wanted = params.texts(name);
    return wanted.length === 0 || wanted.includes(value);
  };
  return {
    withAlerts: !TRUE.includes(exclude),
    acceptsGroup: ({ file, name }) => isAmong('file[]', file) && isAmong('rule_group[]', name),
    acceptsRule: ({ rule }) =>
      (kind === undefined || rule.kind === kind) &&
      isAmong('rule_name[]', rule.name) &&
      (selectors === undefined || matchesAny(selectors, Labels.of(rule.labels))),
  };
}

function matchesAny(selectors: readonly (readonly Matcher[])[], labels: Labels): boolean {
  return selectors.some((matchers) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name))));
}

/** The groups from the token on, at most as many as the limit; the token of the next ones when there are more. */
function page(
  groups: readonly GroupState[],
  params: ApiParams,
): { readonly groups: readonly GroupState[]; readonly nextToken?: string } {
  const limitText = params.text('group_limit');
  const token = params.text('group_next_token');
  if (limitText === '') {
    if (token !== '')
      throw badParameter('group_next_token', 'group_limit needs to be present in order to paginate over the groups');
    return { groups };
  }
  const limit = Number(limitText);
  if (!/^[+-]?\d+$/.test(limitText) || limit <= 0)
    throw badParameter('group_limit', `expected a positive number, got ${JSON.stringify(limitText)}`);
  const first = token === '' ? 0 : groups.findIndex(({ group }) => tokenOf(group) === token);
  if (first < 0) throw badParameter('group_next_token', 'no group has this token');
  const next = groups[first + limit];
  return {
    groups: groups.slice(first, first + limit),
    ...(next !== undefined && { nextToken: tokenOf(next.group) }),
  };
}

function tokenOf({ file, name }: RuleGroup): string {
  return createHash('sha256').update(`${file};${name}`).digest('hex');
}

function groupJson({ group, rules, ...evaluation }: GroupState, intervalMs: number, withAlerts: boolean): unknown {
  return {
    name: group.name,
    file: group.file,
    rules: rules.map((state) => ruleJson(state, withAlerts)),
    interval: intervalMs / 1000,
    limit: group.limit,
    ...evaluationJson(evaluation),
  };
}

function evaluationJson({ durationMs, evaluatedAtMs }: Pick<RuleState, 'durationMs' | 'evaluatedAtMs'>): object {
  const lastEvaluation = evaluatedAtMs === undefined ? NEVER : new Date(evaluatedAtMs).toISOString();
  return { evaluationTime: durationMs / 1000, lastEvaluation };
}

function ruleJson(state: RuleState, withAlerts: boolean): unknown {
  const { rule, health, error } = state;
  const common = {
    name: rule.name,
    query: print(rule.expr),
    labels: rule.labels,
    health,
    ...(error !== undefined && { lastError: error.message }),
    ...evaluationJson(state),
    type: rule.kind,
  };
  if (rule.kind === 'recording') return common;
  return {
    ...common,
    state: stateOf(state),
    duration: rule.holdMs / 1000,
    keepFiringFor: rule.keepFiringMs / 1000,
    annotations: rule.annotations,
    alerts: withAlerts ? activeAlerts(state).map(alertJson) : [],
  };
}

/** The most serious state of a rule's alerts. */
export function stateOf(state: RuleState): Alert['state'] {
  const states = activeAlerts(state).map((alert) => alert.state);
  return (['firing', 'pending'] as const).find((wanted) => states.includes(wanted)) ?? 'inactive';
}

function activeAlerts({ alerts }: RuleState): readonly Alert[] {
  return [...alerts.values()].filter(({ state }) => state !== 'inactive');
}

function alertJson({ labels, annotations, state, value, activeAtMs, keepFiringSinceMs }: Alert): unknown {
  return {
    labels: labels.toObject(),
    annotations,
    state,
    activeAt: new Date(activeAtMs).toISOString(),
    ...(keepFiringSinceMs !== undefined && { keepFiringSince: new Date(keepFiringSinceMs).toISOString() }),
    value: exponential(value),
  };
}

/** As Prometheus writes an alert's value: `4.2e+01`. */
function exponential(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  return value.toExponential().replace(/([+-])(\d)$/, '$10$2');
}
