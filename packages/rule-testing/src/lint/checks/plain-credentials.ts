import type { ConfigNode } from '@firedrill/config-file';
import type { Check } from '../check';
import { entriesOf, receiversOf } from '../lint-folder';

const SECRET =
  /^(?:password|token|secret|api_?key|integrationKey|authorization_credentials|basicAuthPassword|httpHeaderValue\d+|bottoken)$/i;

export const plainCredentials: Check = {
  id: 'plain-credentials',
  severity: 'warning',
  reason: 'A password in a file is in every clone and every backup of the repository.',
  mistakes: [
    {
      what: 'a token in a contact point',
      file: 'alerting/notifications.yaml',
      good: 'token: $SLACK_TOKEN',
      bad: 'token: xoxb-1234-5678',
    },
    {
      what: 'a password in a data source',
      file: 'datasources/datasources.yaml',
      good: 'password: $POSTGRES_PASSWORD',
      bad: 'password: letmein',
    },
  ],
  find: (folder) =>
    [
      ...receiversOf(folder).map((receiver) => receiver.get('settings')),
      ...entriesOf(folder.dataSourceFiles, 'datasources').map((source) => source.get('secureJsonData')),
    ]
      .flatMap((settings) => settings?.entries() ?? [])
      .filter(([key, value]) => SECRET.test(key) && isPlain(value))
      .map(([key, at]) => ({
        at,
        message: `${key} is written as plain text`,
        fix: `${key}: $NAME, from the environment`,
      })),
};

function isPlain(value: ConfigNode): boolean {
  const text = value.source ?? '';
  return text !== '' && !text.includes('$');
}
