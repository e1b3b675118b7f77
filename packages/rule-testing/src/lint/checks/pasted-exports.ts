import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const pastedExports: Check = {
  id: 'pasted-exports',
  severity: 'error',
  reason: 'Several exports in one file repeat a key, and YAML has each key once: the file cannot be read.',
  mistakes: [
    {
      what: 'a second groups key',
      file: 'alerting/rules.yaml',
      good: '      - uid: low-stock\n',
      bad: 'groups:\n  - orgId: 1\n    name: stock\n    folder: Shop\n    interval: 1m\n    rules:\n      - uid: low-stock\n',
    },
  ],
  find: (folder) =>
    loaderFindings(
      folder,
      ({ code }) => code === 'duplicate-key',
      'put everything under the first, or in files of their own',
    ),
};
