import type { AlertInstance } from '@firedrill/grafana-alerting';
import { createMatcher } from '@firedrill/timeseries';
import type { Request } from 'express';
import type { RuleFilter } from './rules-response';

/** A parameter that Grafana refuses; answered with 400. */
export class BadParameterError extends Error {
  override readonly name = 'BadParameterError';
}

/** What a request for rules or alerts asks to see. */
export interface RulesQuery extends RuleFilter {
  readonly limitGroups: number | undefined;
  readonly limitRules: number | undefined;
  /** The `groupNextToken` of the page before. */
  readonly nextGroup: string | undefined;
  readonly ruleUids: ReadonlySet<string>;
  readonly folderUids: ReadonlySet<string>;
  readonly ruleGroups: ReadonlySet<string>;
}

const INSTANCE_STATES: ReadonlySet<string> = new Set([
  'normal',
  'alerting',
  'pending',
  'nodata',
  'error',
  'recovering',
]);
const RULE_STATES: ReadonlySet<string> = new Set(['firing', 'inactive', 'pending', 'recovering']);

/** Reads the parameters of `…/rules` and `…/alerts`; throws BadParameterError where Grafana answers 400. */
export function readRulesQuery(query: Request['query']): RulesQuery {
  if (query.panel_id !== undefined && query.dashboard_uid === undefined) {
    throw new BadParameterError('panel_id must be set with dashboard_uid');
  }
  const states = new Set(readList(query.state).map((state) => state.toLowerCase()));
  for (const state of states) {
    if (!INSTANCE_STATES.has(state) && !RULE_STATES.has(state)) throw new BadParameterError(`unknown state '${state}'`);
  }
  const matchers = readList(query.matcher).map(readMatcher);
  const wanted = new Set(
    [...states].map((state) => (state === 'firing' ? 'alerting' : state)).filter((state) => INSTANCE_STATES.has(state)),
  );
  return {
    states,
    health: new Set(readList(query.health)),
    accepts: (instance) =>
      (wanted.size === 0 || wanted.has(instance.state.toLowerCase())) && matchers.every((matches) => matches(instance)),
    includeInternalLabels: query.includeInternalLabels === 'true',
    limitAlerts: readLimit(query.limit_alerts),
    limitGroups: readLimit(query.limit_groups ?? query.group_limit),
    limitRules: readLimit(query.limit_rules),
    nextGroup: typeof query.group_next_token === 'string' ? query.group_next_token : undefined,
    ruleUids: new Set(readList(query.rule_uid)),
    folderUids: new Set(readList(query.folder_uid)),
    ruleGroups: new Set(readList(query.rule_group)),
  };
}

function readList(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A limit that is no number, or negative, is no limit. */
function readLimit(value: unknown): number | undefined {
  const limit = Number(value);
  return value !== undefined && Number.isInteger(limit) && limit >= 0 ? limit : undefined;
}

/** `{"name": "severity", "value": "critical", "isRegex": false, "isEqual": true}` */
function readMatcher(text: string): (instance: AlertInstance) => boolean {
  const { name, value, isRegex, isEqual } = parseObject(text);
  if (typeof name !== 'string' || typeof value !== 'string') throw new BadParameterError('invalid matcher');
  const operators = { equal: ['!=', '='], regex: ['!~', '=~'] } as const;
  const operator = operators[isRegex === true ? 'regex' : 'equal'][isEqual === false ? 0 : 1];
  const matcher = createMatcher(name, operator, value);
  return ({ labels }) => matcher.matches(labels.get(name));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    throw new BadParameterError('invalid matcher');
  }
}
