import type {
  AlertingProvisioning,
  AlertRule,
  Route,
  RuleGroup,
  TimeInterval,
  TimeRange,
} from '@firedrill/grafana-alerting';
import { formatDuration } from '@firedrill/timeseries';
import express, { type Request, type Response, type Router } from 'express';
import { stringify } from 'yaml';

type Provisioning = Pick<AlertingProvisioning, 'groups' | 'contactPoints' | 'policies' | 'muteTimes' | 'templates'>;
type Document = Readonly<Record<string, unknown>>;

const PREFIX = '/api/v1/provisioning';
/** Settings that are never shown. */
const SECRETS = /^(password|token|integrationKey|apiKey|authorization_credentials|secret)$/;
const FROM_FILE = { provenance: 'file' };

/** What the alerting files set, read-only, in the shapes of Grafana's provisioning API; `/export` gives it as a file again, in YAML or with `?format=json` in JSON. */
export function createProvisioningApi(provisioning: Provisioning): Router {
  const router = express.Router();
  const { contactPoints, policies, muteTimes, templates } = provisioning;
  const root = policies[0]?.root;
  addRuleRoutes(router, provisioning);
  addContactPointRoutes(router, contactPoints);
  router.get(`${PREFIX}/policies`, (_request, response) => {
    response.json({ ...(root === undefined ? DEFAULT_POLICY : routeBody(root)), ...FROM_FILE });
  });
  router.get(`${PREFIX}/policies/export`, (request, response) => {
    exportFile(request, response, { policies: policies.map(({ orgId, root: own }) => ({ orgId, ...routeBody(own) })) });
  });
  const muteTimings = muteTimes.map(({ name, intervals }) => ({ name, time_intervals: intervals.map(intervalBody) }));
  router.get(`${PREFIX}/mute-timings`, (_request, response) => {
    response.json(muteTimings.map((muteTiming) => ({ ...muteTiming, ...FROM_FILE })));
  });
  router.get(`${PREFIX}/mute-timings/export`, (request, response) => {
    exportFile(request, response, { muteTimes: muteTimings.map((muteTiming) => ({ orgId: 1, ...muteTiming })) });
  });
  router.get(`${PREFIX}/mute-timings/:name`, ({ params }, response) => {
    answerOne(
      response,
      muteTimings.find(({ name }) => name === params.name),
    );
  });
  const templateBodies = templates.map(({ name, template }) => ({ name, template, ...FROM_FILE }));
  router.get(`${PREFIX}/templates`, (_request, response) => void response.json(templateBodies));
  router.get(`${PREFIX}/templates/export`, (request, response) => {
    exportFile(request, response, {
      templates: templates.map(({ name, template }) => ({ orgId: 1, name, template })),
    });
  });
  router.get(`${PREFIX}/templates/:name`, ({ params }, response) => {
    answerOne(
      response,
      templateBodies.find(({ name }) => name === params.name),
    );
  });
  return router;
}

function addRuleRoutes(router: Router, { groups }: Provisioning): void {
  const rules = groups.flatMap((group) => group.rules);
  router.get(`${PREFIX}/alert-rules`, (_request, response) => void response.json(rules.map(ruleBody)));
  router.get(`${PREFIX}/alert-rules/export`, (request, response) => {
    exportFile(request, response, { groups: groups.map(exportedGroup) });
  });
  router.get(`${PREFIX}/alert-rules/:uid`, ({ params }, response) => {
    const rule = rules.find(({ uid }) => uid === params.uid);
    answerOne(response, rule && ruleBody(rule));
  });
  const groupOf = (params: { readonly uid: string; readonly group: string }): RuleGroup | undefined =>
    groups.find(({ name, rules: own }) => name === params.group && own[0]?.folderUid === params.uid);
  router.get(`${PREFIX}/folder/:uid/rule-groups/:group`, ({ params }, response) => {
    const group = groupOf(params);
    answerOne(response, group && groupBody(group));
  });
  router.get(`${PREFIX}/folder/:uid/rule-groups/:group/export`, (request, response) => {
    const group = groupOf(request.params);
    if (group === undefined) answerOne(response, undefined);
    else exportFile(request, response, { groups: [exportedGroup(group)] });
  });
}

function addContactPointRoutes(router: Router, contactPoints: Provisioning['contactPoints']): void {
  const bodies = contactPoints
    .flatMap(({ name, receivers }) => receivers.map((receiver) => ({ ...receiver, name })))
    .map(({ uid, name, type, settings, disableResolveMessage }) => {
      return { uid, name, type, settings: redacted(settings), disableResolveMessage, ...FROM_FILE };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  router.get(`${PREFIX}/contact-points`, (_request, response) => void response.json(bodies));
  router.get(`${PREFIX}/contact-points/export`, (request, response) => {
    exportFile(request, response, {
      contactPoints: contactPoints.map(({ orgId, name, receivers }) => {
        return { orgId, name, receivers: receivers.map((own) => ({ ...own, settings: redacted(own.settings) })) };
      }),
    });
  });
}

function answerOne(response: Response, document: Document | undefined): void {
  if (document === undefined) response.status(404).json({ message: 'not found' });
  else response.json(document);
}

const DEFAULT_POLICY = { receiver: 'grafana-default-email', group_by: ['grafana_folder', 'alertname'] };

function exportFile({ query, headers }: Request, response: Response, document: Document): void {
  const asked = query.format ?? (headers.accept === 'application/json' ? 'json' : 'yaml');
  const file = { apiVersion: 1, ...document };
  if (asked === 'json') response.json(file);
  else response.type('application/yaml').send(stringify(file));
}

function ruleBody(rule: AlertRule): Document {
  const { uid, orgId, folderUid, group, title, condition, noDataState, execErrState, annotations, labels } = rule;
  return {
    id: 0,
    ...{ uid, orgID: orgId, folderUID: folderUid, ruleGroup: group, title, condition },
    data: queries(rule),
    ...{ noDataState, execErrState, for: duration(rule.forMs), keep_firing_for: duration(rule.keepFiringForMs) },
    ...{ annotations, labels, isPaused: rule.isPaused, ...FROM_FILE },
  };
}

function groupBody({ name, intervalMs, rules }: RuleGroup): Document {
  const folderUid = rules[0]?.folderUid ?? '';
  return { title: name, folderUid, interval: intervalMs / 1000, rules: rules.map(ruleBody) };
}

function exportedGroup({ orgId, name, folder, intervalMs, rules }: RuleGroup): Document {
  const exported = rules.map((rule) => {
    const { uid, title, condition, noDataState, execErrState, annotations, labels, isPaused } = rule;
    const timers = { for: duration(rule.forMs), keepFiringFor: duration(rule.keepFiringForMs) };
    return {
      uid,
      title,
      condition,
      data: queries(rule),
      noDataState,
      execErrState,
      ...timers,
      annotations,
      labels,
      isPaused,
    };
  });
  return { orgId, name, folder, interval: duration(intervalMs), rules: exported };
}

function queries({ nodes }: AlertRule): readonly Document[] {
  return nodes.map(({ refId, queryType, fromSeconds, toSeconds, datasourceUid, model }) => {
    return { refId, queryType, relativeTimeRange: { from: fromSeconds, to: toSeconds }, datasourceUid, model };
  });
}

function duration(ms: number): string {
  return ms === 0 ? '0s' : formatDuration(ms);
}

function redacted(settings: Document): Document {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, SECRETS.test(key) ? '[REDACTED]' : value]),
  );
}

function routeBody(route: Route): Document {
  const { receiver, groupBy, matchers, groupWaitMs, groupIntervalMs, repeatIntervalMs, routes } = route;
  const list = (key: string, items: readonly unknown[]): Document => (items.length === 0 ? {} : { [key]: items });
  const time = (key: string, ms: number | undefined): Document => (ms === undefined ? {} : { [key]: duration(ms) });
  return {
    ...(receiver !== undefined && { receiver }),
    ...list('group_by', groupBy),
    ...list(
      'object_matchers',
      matchers.map(({ name, operator, value }) => [name, operator, value]),
    ),
    ...list('mute_time_intervals', route.muteTimeIntervals),
    ...list('active_time_intervals', route.activeTimeIntervals),
    ...(route.continue && { continue: true }),
    ...list('routes', routes.map(routeBody)),
    ...time('group_wait', groupWaitMs),
    ...time('group_interval', groupIntervalMs),
    ...time('repeat_interval', repeatIntervalMs),
  };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function intervalBody({ times, weekdays, daysOfMonth, months, years, location }: TimeInterval): Document {
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const ranges = (key: string, found: readonly TimeRange[] | undefined, name: (value: number) => string): Document => {
    if (found === undefined) return {};
    return { [key]: found.map(({ start, end }) => (start === end ? name(start) : `${name(start)}:${name(end)}`)) };
  };
  return {
    ...(times && { times: times.map(({ start, end }) => ({ start_time: clock(start), end_time: clock(end) })) }),
    ...ranges('weekdays', weekdays, (day) => WEEKDAYS[day] ?? ''),
    ...ranges('days_of_month', daysOfMonth, String),
    ...ranges('months', months, String),
    ...ranges('years', years, String),
    ...(location !== undefined && { location }),
  };
}
