import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const duplicateRule: Check = {
  id: 'duplicate-rule',
  severity: 'error',
  reason: 'Of two rules with one uid Grafana keeps the later; two of one title in a folder, older versions refuse.',
  mistakes: [
    { what: 'a uid twice', file: 'alerting/rules.yaml', good: 'uid: low-stock', bad: 'uid: log-errors' },
    { what: 'a title twice', file: 'alerting/rules.yaml', good: 'title: Low stock', bad: 'title: Log errors' },
  ],
  find: (folder) =>
    loaderFindings(
      folder,
      ({ code = '' }) => ['duplicate-uid', 'duplicate-title'].includes(code),
      'a uid and a title of its own',
    ),
};
