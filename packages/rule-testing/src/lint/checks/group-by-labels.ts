import type { Check } from '../check';
import { routesOf } from '../lint-folder';

const NEEDED = ['alertname', 'grafana_folder'];

export const groupByLabels: Check = {
  id: 'group-by-labels',
  severity: 'warning',
  reason: 'A group_by without alertname and grafana_folder puts alerts of different rules into one message.',
  mistakes: [
    {
      what: 'grouped by the folder alone',
      file: 'alerting/notifications.yaml',
      good: 'group_by: [grafana_folder, alertname]',
      bad: 'group_by: [grafana_folder]',
    },
  ],
  find: (folder) =>
    routesOf(folder).flatMap((route) => {
      const at = route.get('group_by');
      const names = at?.items().map((item) => item.source ?? '') ?? [];
      const missing = NEEDED.filter((name) => !names.includes(name));
      if (at === undefined || names.length === 0 || names.includes('...') || missing.length === 0) return [];
      return [{ at, message: `group_by lacks ${missing.join(' and ')}`, fix: `add ${missing.join(', ')}` }];
    }),
};
