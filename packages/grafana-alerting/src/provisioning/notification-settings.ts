import type { NotificationSettings } from '../model';
import type { Fields } from './fields';
import type { Notifications } from './notifications';

/** The settings of one rule with their place in the file. */
export interface PlacedSettings {
  readonly fields: Fields;
  readonly orgId: number;
  readonly settings: NotificationSettings;
}

const KEYS = [
  'receiver',
  'group_by',
  'group_wait',
  'group_interval',
  'repeat_interval',
  'mute_time_intervals',
  'active_time_intervals',
];
/** The contact point that exists without any file. */
const DEFAULT_CONTACT_POINT = 'grafana-default-email';
const REQUIRED_GROUPING = ['grafana_folder', 'alertname'];

/** `notification_settings` of a rule: its own receiver, and what differs from the defaults of policies. */
export function readNotificationSettings(fields: Fields): NotificationSettings {
  fields.warnUnknownKeys(KEYS);
  const receiver = fields.text('receiver');
  if (receiver === '') fields.error('receiver', 'expected the name of a contact point, got nothing', 'missing-receiver');
  return {
    receiver: receiver ?? '',
    groupBy: readGroupBy(fields),
    groupWaitMs: readDuration(fields, 'group_wait'),
    groupIntervalMs: positive(fields, 'group_interval'),
    repeatIntervalMs: positive(fields, 'repeat_interval'),
    muteTimeIntervals: fields.texts('mute_time_intervals'),
    activeTimeIntervals: fields.texts('active_time_intervals'),
  };
}

/** Reports receivers and time intervals that no file of the folder has. */
export function checkNotificationSettings(placed: readonly PlacedSettings[], notifications: Notifications): void {
  const contactPoints = [DEFAULT_CONTACT_POINT, ...notifications.contactPoints.map(({ name }) => name)];
  const intervals = notifications.muteTimes.map(({ name }) => name);
  for (const { fields, settings } of placed) {
    if (settings.receiver !== '') fields.checkName('receiver', settings.receiver, contactPoints, 'unknown-contact-point');
    for (const name of settings.muteTimeIntervals) {
      fields.checkName('mute_time_intervals', name, intervals, 'unknown-time-interval');
    }
    for (const name of settings.activeTimeIntervals) {
      fields.checkName('active_time_intervals', name, intervals, 'unknown-time-interval');
    }
  }
}

/** Newer versions add the two labels without which alerts of different rules would share a notification. */
function readGroupBy(fields: Fields): readonly string[] {
  const groupBy = fields.texts('group_by');
  const missing = REQUIRED_GROUPING.filter((name) => !groupBy.includes(name));
  if (groupBy.length === 0 || groupBy.includes('...') || missing.length === 0) return groupBy;
  const message = `expected ${missing.join(' and ')} among the labels; newer versions of Grafana add them, older ones refuse the file`;
  fields.warn('group_by', message, 'incomplete-group-by');
  return [...groupBy, ...missing];
}

function readDuration(fields: Fields, key: string): number | undefined {
  return fields.text(key) === '' ? undefined : fields.duration(key);
}

function positive(fields: Fields, key: string): number | undefined {
  const ms = readDuration(fields, key);
  if (ms === 0) fields.error(key, 'expected a duration above 0, got 0', 'zero-duration');
  return ms;
}
