import type { Check, Found } from '../check';
import { routesOf } from '../lint-folder';
import { loaderFindings } from '../loader-findings';

export const matcherItem: Check = {
  id: 'matcher-item',
  severity: 'error',
  reason: 'An item of `object_matchers` is one matcher, a list of name, operator and value: what is more is cut off.',
  mistakes: [
    {
      what: 'two matchers in one item',
      file: 'alerting/notifications.yaml',
      good: "- [severity, '=', warning]",
      bad: "- [severity, '=', warning, service, '=', api]",
    },
    {
      what: 'two matchers in one text, without a comma',
      file: 'alerting/notifications.yaml',
      good: '          - severity = critical\n          - service = api',
      bad: '          - severity = critical service = "api"',
    },
  ],
  find: (folder) => [
    ...loaderFindings(folder, ({ code }) => code === 'bad-matcher', 'one matcher an item'),
    ...routesOf(folder)
      .flatMap((route) => route.get('object_matchers')?.items() ?? [])
      .filter((item) => item.items().length > 3)
      .map((at): Found => ({
        at,
        message: 'everything behind the third entry is ignored',
        fix: 'an item for each matcher',
      })),
    ...routesOf(folder)
      .flatMap((route) => route.get('matchers')?.items() ?? [])
      .filter((item) => /^[^"',]*=[^"',]*\s\S+\s*(?:=|!=|=~|!~)/.test(item.source ?? ''))
      .map((at): Found => ({
        at,
        message: 'this is one matcher whose value holds the second',
        fix: 'an item for each matcher',
      })),
  ],
};
