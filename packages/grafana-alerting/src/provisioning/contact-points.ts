import { suggestion, type Fields } from './fields';
import type { ContactPoint, Receiver } from './notification-model';
import { checkSettings } from './receiver-settings';
import { RECEIVER_TYPES } from './receiver-types';
import { readUid } from './uid';

/** The types that something is really sent to. */
const NOTIFIED_TYPES: readonly string[] = ['webhook', 'email', 'slack', 'pagerduty', 'teams'];
const UNSUPPORTED_SETTINGS = ['payload', 'tlsConfig', 'hmacConfig'];

/** One entry of `contactPoints`; receivers with errors are left out. */
export function readContactPoint(fields: Fields): ContactPoint {
  fields.warnUnknownKeys(['orgId', 'name', 'receivers']);
  const name = fields.text('name') ?? '';
  if (name.trim() === '') {
    fields.error('name', 'expected the name of the contact point, got nothing', 'missing-contact-point-name');
  }
  return { orgId: fields.orgId(), name, receivers: fields.maps('receivers').map(readReceiver) };
}

function readReceiver(fields: Fields): Receiver {
  fields.warnUnknownKeys(['uid', 'type', 'settings', 'disableResolveMessage']);
  const uid = readUid(fields, 'missing-receiver-uid');
  const type = readType(fields);
  const settingFields = fields.map('settings');
  const settings = settingFields === undefined ? {} : (fields.expandData(settingFields.node) as Readonly<Record<string, unknown>>);
  const isReadable = settingFields !== undefined || !fields.has('settings');
  if (isReadable && Object.keys(settings).length === 0) {
    fields.error('settings', `expected the settings of the receiver, got nothing`, 'missing-settings');
  } else if (settingFields !== undefined) {
    checkSettings(settingFields, type, settings);
    for (const key of UNSUPPORTED_SETTINGS) {
      if (settingFields.has(key)) settingFields.unsupported(key, `Grafana's ${key} of receivers is not implemented`);
    }
  }
  if (Object.hasOwn(RECEIVER_TYPES, type) && !NOTIFIED_TYPES.includes(type)) {
    fields.unsupported('type', `nothing can be sent to a receiver of the type ${type}; use one of ${NOTIFIED_TYPES.join(', ')}`);
  }
  return { uid, type, settings, disableResolveMessage: fields.boolean('disableResolveMessage') };
}

/** The type in Grafana's spelling; upper and lower case do not matter in a file. */
function readType(fields: Fields): string {
  const text = fields.text('type')?.trim();
  if (text === undefined) return '';
  const types = Object.keys(RECEIVER_TYPES);
  const type = types.find((name) => name.toLowerCase() === text.toLowerCase());
  if (text === '') fields.error('type', 'expected the type of the receiver, got nothing', 'missing-receiver-type');
  else if (type === undefined) {
    fields.error('type', `expected one of ${types.join(', ')}, got ${JSON.stringify(text)}`, 'unknown-receiver-type', suggestion(text, types));
  }
  return type ?? text;
}
