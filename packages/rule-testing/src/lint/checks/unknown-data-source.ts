import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const unknownDataSource: Check = {
  id: 'unknown-data-source',
  severity: 'error',
  reason: 'A query whose data source does not exist makes every evaluation an error.',
  mistakes: [
    {
      what: 'a uid that no file defines',
      file: 'alerting/rules.yaml',
      good: 'datasourceUid: loki',
      bad: 'datasourceUid: lokki',
    },
    {
      what: 'a uid in other case',
      file: 'alerting/rules.yaml',
      good: 'datasourceUid: loki',
      bad: 'datasourceUid: Loki',
    },
    { what: 'an empty uid', file: 'alerting/rules.yaml', good: 'datasourceUid: loki', bad: "datasourceUid: ''" },
  ],
  find: (folder) => [
    ...loaderFindings(folder, ({ code }) => code === 'unknown-data-source', 'the uid as the data source file gives it'),
    ...(folder.provisioning.definesDataSources ? [] : folder.rules)
      .flatMap(({ queries }) => queries)
      .filter(({ datasourceUid }) => datasourceUid === '')
      .map(({ node }) => ({
        at: node.get('datasourceUid') ?? node,
        message: 'the query names no data source',
        fix: 'the uid as the data source file gives it, or __expr__',
      })),
  ],
};
