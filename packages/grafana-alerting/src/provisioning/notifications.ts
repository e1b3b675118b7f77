import type { Fields } from './fields';
import { readContactPoint } from './contact-points';
import { readMuteTime } from './mute-times';
import type { ContactPoint, MuteTime, NotificationPolicy, NotificationTemplate, Receiver } from './notification-model';
import { readTemplate } from './notification-templates';
import { readPolicy, type PlacedPolicy } from './policies';

/** The contact point that every organisation has before any file is read. */
const DEFAULT_CONTACT_POINT = 'grafana-default-email';
/** The organisation that exists; another one has no place for notification resources. */
const ONLY_ORG = 1;

/** Everything of a folder that is about notifications, once the files are applied in order. */
export interface Notifications {
  readonly contactPoints: readonly ContactPoint[];
  /** The tree of each organisation that a file sets; Grafana's default elsewhere. */
  readonly policies: readonly NotificationPolicy[];
  readonly muteTimes: readonly MuteTime[];
  readonly templates: readonly NotificationTemplate[];
}

/** Reads and applies the notification resources of all files: first what they set, then what they delete. */
export function readNotifications(files: readonly Fields[]): Notifications {
  const all = <T>(key: string, read: (fields: Fields) => T): T[] => files.flatMap((file) => file.maps(key).map(read));
  const contactPoints = mergeContactPoints(all('contactPoints', inOnlyOrg(readContactPoint)));
  const muteTimes = lastOf(all('muteTimes', inOnlyOrg(readMuteTime)), ({ orgId, name }) => `${orgId} ${name}`);
  const templates = lastOf(all('templates', inOnlyOrg(readTemplate)), ({ orgId, name }) => `${orgId} ${name}`);
  const written = all('policies', inOnlyOrg(readPolicy));
  for (const policy of written) checkReferences(policy, contactPoints, muteTimes);
  const resets = files.flatMap((file) => file.integers('resetPolicies'));
  const policies = lastOf(written, ({ orgId }) => String(orgId)).filter(({ orgId }) => !resets.includes(orgId));
  return {
    contactPoints: deleteReceivers(all('deleteContactPoints', named('uid', undefined)), contactPoints, policies),
    policies: policies.map(({ orgId, root }) => ({ orgId, root })),
    muteTimes: deleteMuteTimes(all('deleteMuteTimes', named('name', 'missing-time-interval-name')), muteTimes, policies),
    templates: withoutDeleted(all('deleteTemplates', named('name', 'missing-template-name')), templates),
  };
}

function inOnlyOrg<T extends { readonly orgId: number }>(read: (fields: Fields) => T): (fields: Fields) => T {
  return (fields) => {
    const resource = read(fields);
    if (resource.orgId !== ONLY_ORG) {
      fields.error('orgId', `expected organisation 1, the only one, got ${resource.orgId}`, 'unknown-organisation');
    }
    return resource;
  };
}

function lastOf<T>(resources: readonly T[], keyOf: (resource: T) => string): T[] {
  return [...new Map(resources.map((resource) => [keyOf(resource), resource])).values()];
}

/** Receivers of one name are one contact point; a uid met again replaces the receiver. */
function mergeContactPoints(contactPoints: readonly ContactPoint[]): ContactPoint[] {
  const merged = new Map<string, Map<string, Receiver>>();
  for (const { name, receivers } of contactPoints) {
    for (const receiver of receivers) {
      for (const others of merged.values()) others.delete(receiver.uid);
      merged.set(name, (merged.get(name) ?? new Map<string, Receiver>()).set(receiver.uid, receiver));
    }
  }
  return [...merged].map(([name, receivers]) => ({ orgId: ONLY_ORG, name, receivers: [...receivers.values()] }));
}

/** Every receiver and every time interval that a tree names must exist. */
function checkReferences(policy: PlacedPolicy, contactPoints: readonly ContactPoint[], muteTimes: readonly MuteTime[]): void {
  const receivers = [DEFAULT_CONTACT_POINT, ...contactPoints.map(({ name }) => name)];
  const intervals = muteTimes.map(({ name }) => name);
  for (const { fields, route } of policy.placed) {
    if (route.receiver !== undefined) fields.checkName('receiver', route.receiver, receivers, 'unknown-contact-point');
    // The root may have no intervals at all, which is an error of its own.
    if (route === policy.root) continue;
    for (const name of route.muteTimeIntervals) fields.checkName('mute_time_intervals', name, intervals, 'unknown-time-interval');
    for (const name of route.activeTimeIntervals) fields.checkName('active_time_intervals', name, intervals, 'unknown-time-interval');
  }
}

interface Deletion {
  readonly fields: Fields;
  readonly id: string;
}

function named(key: string, missingCode: string | undefined): (fields: Fields) => Deletion {
  return (fields) => {
    fields.warnUnknownKeys(['orgId', key]);
    fields.orgId();
    const id = fields.text(key) ?? '';
    if (missingCode !== undefined && id.trim() === '') fields.error(key, `expected the ${key} of what to delete, got nothing`, missingCode);
    return { fields, id };
  };
}

function deleteReceivers(
  deletions: readonly Deletion[],
  contactPoints: readonly ContactPoint[],
  policies: readonly PlacedPolicy[],
): ContactPoint[] {
  const used = new Set(policies.flatMap(({ placed }) => placed.map(({ route }) => route.receiver)));
  const deleted = deletions.map(({ id }) => id);
  const left = contactPoints.map((contactPoint) => ({
    ...contactPoint,
    receivers: contactPoint.receivers.filter(({ uid }) => !deleted.includes(uid)),
  }));
  for (const { fields, id } of deletions) {
    const owner = contactPoints.findIndex(({ receivers }) => receivers.some(({ uid }) => uid === id));
    const contactPoint = left[owner];
    if (contactPoint?.receivers.length === 0 && used.has(contactPoint.name)) {
      fields.error('uid', `the contact point ${JSON.stringify(contactPoint.name)} is used by a policy`, 'in-use');
    }
  }
  return left.filter(({ receivers }) => receivers.length > 0);
}

function deleteMuteTimes(
  deletions: readonly Deletion[],
  muteTimes: readonly MuteTime[],
  policies: readonly PlacedPolicy[],
): MuteTime[] {
  const routes = policies.flatMap(({ placed }) => placed.map(({ route }) => route));
  const used = new Set(routes.flatMap((route) => [...route.muteTimeIntervals, ...route.activeTimeIntervals]));
  for (const { fields, id } of deletions) {
    if (used.has(id)) fields.error('name', `the mute time ${JSON.stringify(id)} is used by a policy`, 'in-use');
  }
  return withoutDeleted(deletions, muteTimes);
}

function withoutDeleted<T extends { readonly name: string }>(deletions: readonly Deletion[], resources: readonly T[]): T[] {
  return resources.filter(({ name }) => !deletions.some(({ id }) => id === name));
}
