import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const emptyTimeRange: Check = {
  id: 'empty-time-range',
  severity: 'error',
  reason:
    '`from` and `to` are seconds before the evaluation: a range whose `from` is not the greater one holds nothing.',
  mistakes: [
    {
      what: 'from and to the wrong way round',
      file: 'alerting/rules.yaml',
      good: '          - refId: lines\n            relativeTimeRange: { from: 600, to: 0 }',
      bad: '          - refId: lines\n            relativeTimeRange: { from: 0, to: 600 }',
      at: '{ from: 0, to: 600 }',
    },
  ],
  find: (folder) => loaderFindings(folder, ({ code }) => code === 'bad-time-range', 'for example { from: 600, to: 0 }'),
};
