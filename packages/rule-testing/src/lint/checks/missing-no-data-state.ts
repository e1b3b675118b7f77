import type { Check } from '../check';

export const missingNoDataState: Check = {
  id: 'missing-no-data-state',
  severity: 'warning',
  reason: 'Without noDataState a query that answers nothing becomes an alert of its own, DatasourceNoData.',
  mistakes: [
    {
      what: 'no noDataState',
      file: 'alerting/rules.yaml',
      good: `        noDataState: Alerting\n`,
      bad: ``,
      at: 'uid: service-down',
    },
  ],
  find: ({ rules }) =>
    rules
      .filter(
        ({ node }) =>
          node.get('data') !== undefined && node.get('noDataState') === undefined && node.get('record') === undefined,
      )
      .map(({ node }) => ({
        at: node,
        message: 'this rule does not say what it does then: noDataState is missing',
        fix: '`noDataState: OK`, or `Alerting` where silence is the failure',
      })),
};
