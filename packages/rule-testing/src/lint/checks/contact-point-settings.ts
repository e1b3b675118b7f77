import type { ConfigNode } from '@firedrill/config-file';
import type { Check, Found } from '../check';
import { receiversOf } from '../lint-folder';

/** What people write, and the key that Grafana reads. */
const RIGHT_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slack: { channel: 'recipient', webhook_url: 'url', webhookUrl: 'url' },
  webhook: { method: 'httpMethod', http_method: 'httpMethod', user: 'username' },
  email: { to: 'addresses', address: 'addresses' },
};

export const contactPointSettings: Check = {
  id: 'contact-point-settings',
  severity: 'error',
  reason: 'Grafana ignores settings that it does not know: the message goes elsewhere, or nowhere.',
  mistakes: [
    { what: 'the channel of Slack', file: 'alerting/notifications.yaml', good: 'recipient: ', bad: 'channel: ' },
    {
      what: 'the method of a webhook',
      file: 'alerting/notifications.yaml',
      good: 'httpMethod: POST',
      bad: 'method: POST',
    },
    {
      what: 'secureSettings beside settings',
      file: 'alerting/notifications.yaml',
      good: "          recipient: '#alerts'\n          token: $SLACK_TOKEN",
      bad: "          recipient: '#alerts'\n        secureSettings:\n          token: $SLACK_TOKEN",
      at: 'secureSettings:\n          token',
    },
  ],
  find: (folder) => receiversOf(folder).flatMap(findInReceiver),
};

function findInReceiver(receiver: ConfigNode): Found[] {
  const type = receiver.get('type')?.source?.toLowerCase() ?? '';
  const keys = Object.hasOwn(RIGHT_KEYS, type) ? RIGHT_KEYS[type] : undefined;
  const wrong = (receiver.get('settings')?.entries() ?? []).flatMap(([key, at]): Found[] => {
    const right = keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined;
    return right === undefined
      ? []
      : [{ at, message: `a ${type} contact point has no setting ${key}`, fix: `write ${right}` }];
  });
  const secure = receiver.get('secureSettings');
  if (secure === undefined) return wrong;
  const message = 'Grafana ignores secureSettings in a file';
  return [...wrong, { at: secure, message, fix: 'write them below settings, their values from the environment' }];
}
