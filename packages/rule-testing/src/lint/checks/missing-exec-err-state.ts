import type { Check } from '../check';

export const missingExecErrState: Check = {
  id: 'missing-exec-err-state',
  severity: 'warning',
  reason:
    'Without execErrState a failing data source becomes Alerting: an outage of the database pages for every rule.',
  mistakes: [
    {
      what: 'no execErrState',
      file: 'alerting/rules.yaml',
      good: `        execErrState: Error\n        labels:\n          severity: warning\n        annotations:\n          summary: '{{ $labels.service }}`,
      bad: `        labels:\n          severity: warning\n        annotations:\n          summary: '{{ $labels.service }}`,
      at: 'uid: log-errors',
    },
  ],
  find: ({ rules }) =>
    rules
      .filter(
        ({ node }) =>
          node.get('data') !== undefined && node.get('execErrState') === undefined && node.get('record') === undefined,
      )
      .map(({ node }) => ({
        at: node,
        message: 'this rule does not say what it does then: execErrState is missing',
        fix: '`execErrState: Error` keeps an outage of the data source apart from the alert',
      })),
};
