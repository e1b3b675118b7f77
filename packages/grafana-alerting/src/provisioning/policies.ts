import type { Fields } from './fields';
import type { NotificationPolicy, Route } from './notification-model';
import { readMatchers } from './policy-matchers';
import { strictBoolean, strictDuration, strictText, strictTexts } from './strict-fields';

const ROUTE_KEYS = [
  'receiver',
  'group_by',
  'group_wait',
  'group_interval',
  'repeat_interval',
  'continue',
  'mute_time_intervals',
  'active_time_intervals',
  'routes',
  'matchers',
  'object_matchers',
  'match',
  'match_re',
];

/** A route with its place in the file, for checks that need other files. */
export interface PlacedRoute {
  readonly fields: Fields;
  readonly route: Route;
}

/** A policy tree, and each of its routes with its place, the root first. */
export interface PlacedPolicy extends NotificationPolicy {
  readonly placed: readonly PlacedRoute[];
}

/** One entry of `policies`: the whole tree of an organisation. */
export function readPolicy(fields: Fields): PlacedPolicy {
  fields.warnUnknownKeys(['orgId', ...ROUTE_KEYS]);
  const below: PlacedRoute[] = [];
  const root = readRoute(fields, below);
  checkRoot(fields, root);
  return { orgId: fields.orgId(), root, placed: [{ fields, route: root }, ...below] };
}

function readRoute(fields: Fields, below: PlacedRoute[]): Route {
  const receiver = strictText(fields, 'receiver');
  return {
    receiver: receiver === '' ? undefined : receiver,
    groupBy: readGroupBy(fields),
    groupWaitMs: strictDuration(fields, 'group_wait'),
    groupIntervalMs: positiveDuration(fields, 'group_interval', 'zero-group-interval'),
    repeatIntervalMs: positiveDuration(fields, 'repeat_interval', 'zero-repeat-interval'),
    matchers: readMatchers(fields),
    continue: strictBoolean(fields, 'continue'),
    muteTimeIntervals: strictTexts(fields, 'mute_time_intervals'),
    activeTimeIntervals: strictTexts(fields, 'active_time_intervals'),
    routes: fields.maps('routes').map((child) => {
      child.warnUnknownKeys(ROUTE_KEYS);
      const route = readRoute(child, below);
      below.push({ fields: child, route });
      return route;
    }),
  };
}

function readGroupBy(fields: Fields): string[] {
  const labels = strictTexts(fields, 'group_by');
  if (labels.includes('...') && labels.length > 1) {
    fields.error('group_by', 'expected "..." (every label) alone, got other labels beside it', 'group-by-wildcard-mixed');
  }
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined && twice !== '...') {
    fields.error('group_by', `expected each label once, got ${JSON.stringify(twice)} twice`, 'group-by-duplicate');
  }
  return labels;
}

function positiveDuration(fields: Fields, key: string, code: string): number | undefined {
  const ms = strictDuration(fields, key);
  if (ms === 0) fields.error(key, 'expected a duration above 0, got 0', code);
  return ms;
}

/** The root takes every alert, so nothing may keep one out. */
function checkRoot(fields: Fields, root: Route): void {
  if (root.receiver === undefined && (fields.raw('receiver') ?? '') === '') {
    fields.error('receiver', 'expected the contact point for what no route takes, got nothing', 'missing-root-receiver');
  }
  for (const key of ['match', 'match_re']) {
    if ((fields.node.get(key)?.entries().length ?? 0) > 0) {
      fields.error(key, 'expected no matchers at the root, which takes every alert', 'root-matchers');
    }
  }
  if (root.muteTimeIntervals.length > 0 || root.activeTimeIntervals.length > 0) {
    const key = root.muteTimeIntervals.length > 0 ? 'mute_time_intervals' : 'active_time_intervals';
    fields.error(key, 'expected no time intervals at the root, which takes every alert', 'root-time-intervals');
  }
  if (root.continue) fields.error('continue', 'expected no "continue" at the root, which has no sibling', 'root-continue');
}
