import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

/** Keys that have a check of their own. */
const EXPLAINED = /(?:^|\.)secureSettings$|\.rules\[\d+\]\.(?:alert|record|expr)$/;

export const ignoredField: Check = {
  id: 'ignored-field',
  severity: 'warning',
  reason: 'Grafana ignores a key that it does not know: what it was meant to do does not happen.',
  mistakes: [
    {
      what: "Prometheus' name of a key",
      file: 'alerting/rules.yaml',
      good: '        for: 5m\n',
      bad: '        for: 5m\n        keep_firing_for: 10m\n',
      at: 'keep_firing_for',
    },
    {
      what: 'a key of the API',
      file: 'alerting/rules.yaml',
      good: '    folder: Shop\n',
      bad: '    folder: Shop\n    folderUID: shop\n',
      at: 'folderUID',
    },
  ],
  find: (folder) =>
    loaderFindings(
      folder,
      ({ code, severity, key }) => code === 'unknown-key' && severity === 'warning' && !EXPLAINED.test(key),
      'take it away',
    ),
};
