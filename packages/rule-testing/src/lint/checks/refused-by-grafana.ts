import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

/** Mistakes for which another check has a better explanation. */
const EXPLAINED = ['duplicate-key', 'bad-time-range', 'unknown-contact-point', 'bad-matcher'];

export const refusedByGrafana: Check = {
  id: 'refused-by-grafana',
  severity: 'error',
  reason: 'Grafana does not start with a file that it refuses: one bad file takes the whole folder with it.',
  mistakes: [
    { what: 'no folder', file: 'alerting/rules.yaml', good: '    folder: Shop\n', bad: '', at: '  - orgId: 1' },
    { what: 'no interval', file: 'alerting/rules.yaml', good: '    interval: 1m\n', bad: '', at: '  - orgId: 1' },
    {
      what: 'no title',
      file: 'alerting/rules.yaml',
      good: '        title: Low stock\n',
      bad: '',
      at: 'uid: low-stock',
    },
    { what: 'no uid', file: 'alerting/rules.yaml', good: 'uid: low-stock\n        title', bad: 'title' },
  ],
  find: (folder) =>
    loaderFindings(
      folder,
      ({ severity, code = '' }) => severity === 'error' && !EXPLAINED.includes(code),
      'write what is expected; Grafana logs the same error and stops',
    ),
};
