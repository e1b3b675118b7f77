import type { Check } from '../check';
import { textsOf } from '../lint-folder';

export const valueInLabel: Check = {
  id: 'value-in-label',
  severity: 'warning',
  reason: 'A label is part of what an alert is: one that holds the value makes a new alert of every new value.',
  mistakes: [
    {
      what: 'the value in a label',
      file: 'alerting/rules.yaml',
      good: "          severity: warning\n        annotations:\n          summary: '{{ $labels.service }}",
      bad: "          severity: warning\n          lines: '{{ $$values.lines.Value }}'\n        annotations:\n          summary: '{{ $labels.service }}",
      at: '          lines: ',
    },
  ],
  find: ({ rules }) =>
    rules
      .flatMap((rule) => textsOf(rule, 'labels'))
      .filter(([, node]) => /\{\{[^}]*\$values?\b/.test((node.source ?? '').replaceAll('$$', '$')))
      // A choice between fixed texts changes seldom.
      .filter(([, node]) => !/\{\{-?\s*if\b/.test(node.source ?? ''))
      .map(([name, at]) => ({
        at,
        message: `the label ${name} changes with the value`,
        fix: 'put the value into an annotation',
      })),
};
