import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const dataSourceWithoutUid: Check = {
  id: 'data-source-without-uid',
  severity: 'warning',
  reason: 'Rules name data sources by uid: without one in the file Grafana makes it up.',
  mistakes: [
    {
      what: 'no uid',
      file: 'datasources/datasources.yaml',
      good: '    uid: postgres\n',
      bad: '',
      at: 'name: PostgreSQL',
    },
  ],
  find: (folder) => loaderFindings(folder, ({ code }) => code === 'missing-uid', 'the uid that rules name'),
};
