import { formatDuration } from '@firedrill/timeseries';
import type { AlertingProvisioning, AlertRule, Route, TimeInterval, TimeRange } from '@firedrill/grafana-alerting';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** What an organisation has before any file. */
const DEFAULT_POLICY = { receiver: 'grafana-default-email', group_by: ['grafana_folder', 'alertname'] };

/** What a folder became, in the shape that the recordings took from Grafana's provisioning API. */
export function provisioningModel(loaded: AlertingProvisioning): Readonly<Record<string, unknown>> {
  const { groups, contactPoints, policies, muteTimes, templates } = loaded;
  const rules = groups.flatMap((group) => group.rules);
  const own = rules.filter(({ orgId }) => orgId === 1);
  return {
    rules: own.map(ruleModel),
    folders: [...new Set(groups.filter(({ orgId }) => orgId === 1).map(({ folder }) => folder))],
    rulesInOtherOrgs: countByOrg(rules.filter(({ orgId }) => orgId !== 1)),
    contactPoints: contactPoints.flatMap(({ name, receivers }) => receivers.map((receiver) => ({ ...receiver, name }))),
    policies: policies[0] === undefined ? DEFAULT_POLICY : routeModel(policies[0].root),
    muteTimings: muteTimes.map(({ name, intervals }) => ({ name, time_intervals: intervals.map(intervalModel) })),
    templates: templates.map(({ name, template }) => ({ name, template })),
  };
}

function routeModel(route: Route): Readonly<Record<string, unknown>> {
  const { receiver, groupBy, matchers, muteTimeIntervals, activeTimeIntervals, routes } = route;
  const triples = matchers.map(({ name, operator, value }) => [name, operator, value]);
  return {
    ...(receiver !== undefined && { receiver }),
    ...whenAny('group_by', groupBy),
    ...whenAny(
      'matchers',
      triples.sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    ),
    ...whenAny('mute_time_intervals', muteTimeIntervals),
    ...whenAny('active_time_intervals', activeTimeIntervals),
    ...(route.continue && { continue: true }),
    ...whenDuration('group_wait', route.groupWaitMs),
    ...whenDuration('group_interval', route.groupIntervalMs),
    ...whenDuration('repeat_interval', route.repeatIntervalMs),
    ...whenAny('routes', routes.map(routeModel)),
  };
}

function intervalModel(interval: TimeInterval): Readonly<Record<string, unknown>> {
  const { times = [], weekdays = [], daysOfMonth = [], months = [], years = [], location } = interval;
  const clock = (minute: number) =>
    new Date(minute * 60_000)
      .toISOString()
      .slice(11, 16)
      .replace(/^00:00$/, minute === 0 ? '00:00' : '24:00');
  const range =
    (name: (value: number) => string) =>
    ({ start, end }: TimeRange) =>
      start === end ? name(start) : `${name(start)}:${name(end)}`;
  return {
    ...whenAny(
      'times',
      times.map(({ start, end }) => ({ start_time: clock(start), end_time: clock(end) })),
    ),
    ...whenAny('weekdays', weekdays.map(range((day) => WEEKDAYS[day] ?? ''))),
    ...whenAny('days_of_month', daysOfMonth.map(range(String))),
    ...whenAny('months', months.map(range(String))),
    ...whenAny('years', years.map(range(String))),
    ...(location !== undefined && { location }),
  };
}

function whenAny(key: string, items: readonly unknown[]): Readonly<Record<string, unknown>> {
  return items.length === 0 ? {} : { [key]: items };
}

function whenDuration(key: string, ms: number | undefined): Readonly<Record<string, unknown>> {
  return ms === undefined ? {} : { [key]: formatDuration(ms) };
}

function ruleModel(rule: AlertRule): Readonly<Record<string, unknown>> {
  const { uid, orgId, group, title, condition, noDataState, execErrState, folder, intervalMs, dashboardUid, panelId } =
    rule;
  const data = rule.nodes.map(({ refId, queryType, fromSeconds, toSeconds, datasourceUid, model }) => ({
    refId,
    queryType,
    relativeTimeRange: { from: fromSeconds, to: toSeconds },
    datasourceUid,
    model,
  }));
  return {
    ...{ uid, orgID: orgId, ruleGroup: group, title, condition, data, noDataState, execErrState },
    for: formatDuration(rule.forMs),
    ...whenFilled('annotations', rule.annotations),
    ...whenFilled('labels', rule.labels),
    folder,
    intervalSeconds: intervalMs / 1000,
    ...(dashboardUid !== '' && { dashboardUid }),
    ...(panelId !== 0 && { panelId }),
  };
}

function countByOrg(rules: readonly AlertRule[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { orgId } of rules) counts[orgId] = (counts[orgId] ?? 0) + 1;
  return counts;
}

function whenFilled(key: string, map: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.keys(map).length === 0 ? {} : { [key]: map };
}
