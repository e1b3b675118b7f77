import type { Check } from '../check';
import { entriesOf } from '../lint-folder';

export const severalPolicies: Check = {
  id: 'several-policies',
  severity: 'error',
  reason: 'An entry of `policies` is the whole tree of an organisation: a second one replaces the first.',
  mistakes: [
    {
      what: 'a policy meant as a route',
      file: 'alerting/notifications.yaml',
      good: '    repeat_interval: 4h\n    routes:\n      - receiver: on-call\n',
      bad: '    repeat_interval: 4h\n  - receiver: on-call\n    group_by: [grafana_folder, alertname]\n    routes:\n      - receiver: on-call\n',
      at: 'repeat_interval: 4h\n  - receiver: on-call',
    },
  ],
  find: ({ alertingFiles }) => {
    const seen = new Set<string>();
    return entriesOf(alertingFiles, 'policies').flatMap((policy) => {
      const orgId = policy.get('orgId')?.source ?? '1';
      if (!seen.has(orgId)) {
        seen.add(orgId);
        return [];
      }
      const message = `organisation ${orgId} has a policy tree already: only the last one counts`;
      return [{ at: policy, message, fix: 'write it below `routes` of the first entry' }];
    });
  },
};
