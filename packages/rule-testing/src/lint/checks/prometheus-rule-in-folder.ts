import type { Check, Found } from '../check';
import { entriesOf } from '../lint-folder';

export const prometheusRuleInFolder: Check = {
  id: 'prometheus-rule-in-folder',
  severity: 'error',
  reason: "A rule in Prometheus' syntax is none to Grafana, which refuses the file.",
  mistakes: [
    {
      what: 'alert and expr in place of title and data',
      file: 'alerting/rules.yaml',
      good: '      - uid: low-stock\n        title: Low stock',
      bad: '      - alert: LowStock\n        expr: stock < 5\n      - uid: low-stock\n        title: Low stock',
    },
  ],
  find: ({ alertingFiles }) =>
    entriesOf(alertingFiles, 'groups').flatMap((group) =>
      (group.get('rules')?.items() ?? []).flatMap((rule): Found[] => {
        const at = rule.get('alert') ?? rule.get('record');
        if (at === undefined || rule.get('expr') === undefined) return [];
        const message = "this is a rule in Prometheus' syntax, in a folder that Grafana reads";
        return [
          { at: rule, message, fix: 'load it with Prometheus (rule_files), or write uid, title, condition and data' },
        ];
      }),
    ),
};
