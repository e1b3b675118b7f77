import type { RuleGroup } from '@firedrill/grafana-alerting';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { AnnotationEntry, AnnotationFilter } from '../rule-scheduler/annotation-log';
import type { RuleStatus } from '../rule-scheduler/rule-runner';
import type { RuleScheduler } from '../rule-scheduler/rule-scheduler';
import type { NamedDataSource } from '../data-sources/create-data-sources';
import { createDataSourcesApi } from './data-sources-api';
import { indexPage } from './index-page';
import { BadParameterError, readRulesQuery, type RulesQuery } from './rules-query';
import { alertBody, countStates, ruleBody, wireTime, type GroupBody, type RuleBody } from './rules-response';

export interface GrafanaApiOptions {
  readonly scheduler: Pick<RuleScheduler, 'rules' | 'annotations'>;
  /** The wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** The Grafana version that the answers are like. */
  readonly version: string;
  /** What `/api/datasources` lists and asks; none when absent. */
  readonly dataSources?: readonly NamedDataSource[];
}

/** Grafana's HTTP API on port 3000 as far as alerting is read through it; credentials are accepted and ignored. */
export function createGrafanaApi(options: GrafanaApiOptions): Router {
  const { scheduler, version, dataSources = [] } = options;
  const router = express.Router();
  router.use(createDataSourcesApi(dataSources));
  router.get('/', (_request, response) => void response.type('html').send(indexPage(scheduler.rules(), version)));
  router.get('/api/health', (_request, response) => void response.json({ commit: '', database: 'ok', version }));
  router.get('/api/prometheus/grafana/api/v1/rules', (request, response) => {
    response.json({ status: 'success', data: rulesData(scheduler.rules(), readRulesQuery(request.query)) });
  });
  router.get('/api/prometheus/grafana/api/v1/alerts', (request, response) => {
    const query = readRulesQuery(request.query);
    response.json({ status: 'success', data: { alerts: allAlerts(scheduler.rules(), query) } });
  });
  router.get('/api/annotations', (request, response) => {
    const alertIds = new Map(scheduler.rules().map(({ rule }, index) => [rule.uid, index + 1]));
    const entries = scheduler.annotations.list(readAnnotationFilter(request, alertIds));
    response.json(entries.map((entry) => annotationBody(entry, alertIds)));
  });
  router.post('/api/annotations', express.json({ limit: '64kb' }), (request, response) =>
    addAnnotation(options, request, response),
  );
  router.use((_request, response) => void response.status(404).json({ message: 'Not found' }));
  router.use(answerError);
  return router;
}

/** The rules grouped as in their files. */
function rulesData(statuses: readonly RuleStatus[], query: RulesQuery): Readonly<Record<string, unknown>> {
  const groups = [...new Set(statuses.map(({ group }) => group))].filter(({ name }) => accepts(query.ruleGroups, name));
  const bodies = groups
    .map((group) =>
      groupBody(
        group,
        statuses.filter((status) => status.group === group),
        query,
      ),
    )
    .filter(({ rules }) => rules.length > 0);
  const totals = countStates(bodies.flatMap(({ rules }) => rules));
  const first = query.nextGroup === undefined ? 0 : bodies.findIndex((body) => groupToken(body) === query.nextGroup);
  const end = (first === -1 ? bodies.length : first) + (query.limitGroups ?? bodies.length);
  const next = bodies[end];
  const page = first === -1 ? [] : bodies.slice(first, end);
  return { groups: page, totals, ...(next !== undefined && { groupNextToken: groupToken(next) }) };
}

/** Names the group that the next page begins with. */
function groupToken({ folderUid, name }: GroupBody): string {
  return Buffer.from(JSON.stringify([folderUid, name])).toString('base64url');
}

function groupBody(group: RuleGroup, members: readonly RuleStatus[], query: RulesQuery): GroupBody {
  const rules = members
    .filter(({ rule }) => accepts(query.ruleUids, rule.uid) && accepts(query.folderUids, rule.folderUid))
    .map((status) => ruleBody(status, query))
    .filter((rule) => acceptsRule(rule, query));
  const evaluations = members.flatMap(({ lastEvaluationMs }) => lastEvaluationMs ?? []);
  return {
    name: group.name,
    file: group.folder,
    folderUid: members[0]?.rule.folderUid ?? '',
    rules: rules.slice(0, query.limitRules),
    totals: countStates(rules),
    interval: group.intervalMs / 1000,
    lastEvaluation: wireTime(evaluations.length === 0 ? undefined : Math.max(...evaluations)),
    evaluationTime: Math.max(...members.map(({ evaluationSeconds }) => evaluationSeconds)),
  };
}

function accepts(wanted: ReadonlySet<string>, value: string): boolean {
  return wanted.size === 0 || wanted.has(value);
}

/** A rule is shown when its own state is asked for, or one of its instances is. */
function acceptsRule(rule: RuleBody, { states, health }: RulesQuery): boolean {
  if (!accepts(health, rule.health)) return false;
  return states.size === 0 || states.has(rule.state) || rule.alerts.length > 0;
}

function allAlerts(statuses: readonly RuleStatus[], query: RulesQuery): readonly unknown[] {
  return statuses.flatMap(({ rule, state }) =>
    [...state.instances.values()]
      .filter((instance) => query.accepts(instance))
      .map((instance) => alertBody(rule, instance, query.includeInternalLabels)),
  );
}

function readAnnotationFilter({ query }: Request, alertIds: ReadonlyMap<string, number>): AnnotationFilter {
  const { type, tags, alertUID } = query;
  const alertId = readNumber(query.alertId);
  const ruleUid = typeof alertUID === 'string' ? alertUID : [...alertIds].find(([, id]) => id === alertId)?.[0];
  const filter: { -readonly [Key in keyof AnnotationFilter]: AnnotationFilter[Key] } = {
    matchAny: query.matchAny === 'true',
    tags: (Array.isArray(tags) ? tags : tags === undefined ? [] : [tags]).map(String),
  };
  if (type === 'alert' || type === 'annotation') filter.type = type;
  if (ruleUid !== undefined) filter.ruleUid = ruleUid;
  const [fromMs, toMs, limit] = [query.from, query.to, query.limit].map(readNumber);
  if (fromMs !== undefined) filter.fromMs = fromMs;
  if (toMs !== undefined) filter.toMs = toMs;
  if (limit !== undefined && limit > 0) filter.limit = limit;
  return filter;
}

function readNumber(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? undefined : number;
}

function annotationBody(
  entry: AnnotationEntry,
  alertIds: ReadonlyMap<string, number>,
): Readonly<Record<string, unknown>> {
  const { id, alert, timeMs, timeEndMs, createdMs, text, tags } = entry;
  return {
    id,
    alertId: alert === undefined ? 0 : (alertIds.get(alert.ruleUid) ?? 0),
    alertName: '',
    dashboardId: 0,
    dashboardUID: null,
    panelId: 0,
    userId: 0,
    newState: alert?.newState ?? '',
    prevState: alert?.previousState ?? '',
    created: createdMs,
    updated: createdMs,
    time: timeMs,
    timeEnd: timeEndMs,
    text,
    tags,
    login: '',
    email: '',
    avatarUrl: '',
    data: alert?.data ?? {},
  };
}

function addAnnotation({ scheduler, now }: GrafanaApiOptions, { body }: Request, response: Response): void {
  const { text, tags, time, timeEnd } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string' || text === '') throw new BadParameterError('Failed to save annotation');
  const createdMs = now();
  const timeMs = typeof time === 'number' ? time : createdMs;
  const { id } = scheduler.annotations.add({
    timeMs,
    timeEndMs: typeof timeEnd === 'number' ? timeEnd : timeMs,
    createdMs,
    text,
    tags: Array.isArray(tags) ? tags.map(String) : [],
  });
  response.json({ message: 'Annotation added', id });
}

/** Express knows an error handler by its four parameters. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = error instanceof BadParameterError ? 400 : (error as { readonly status?: number }).status;
  if (status === undefined) {
    next(error);
    return;
  }
  response.status(status).json({ message: (error as Error).message, traceID: '' });
};
