import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const refusedQuery: Check = {
  id: 'refused-query',
  severity: 'error',
  reason: 'Grafana loads a rule whose query does not parse: every evaluation is an error.',
  mistakes: [
    { what: 'a parenthesis too few', file: 'alerting/rules.yaml', good: '|= "error" [5m]))', bad: '|= "error" [5m])' },
    {
      what: 'a macro that does not exist',
      file: 'alerting/rules.yaml',
      good: 'select now() as time',
      bad: 'select $__nowish() as time',
    },
  ],
  find: (folder) =>
    loaderFindings(
      folder,
      ({ code, severity }) => code === 'bad-query' && severity === 'warning',
      'the place is marked above',
    ),
};
