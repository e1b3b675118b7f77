import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

/** For rule files of Prometheus and of Loki's ruler; a Grafana folder has `refused-by-grafana`. */
export const refusedRule: Check = {
  id: 'refused-rule',
  severity: 'error',
  reason: 'Prometheus and Loki load a rule file whole or not at all.',
  mistakes: [{ what: 'a misspelt key', file: 'rules.yml', good: 'for: 5m', bad: 'fo: 5m' }],
  find: (folder) => loaderFindings(folder, ({ severity }) => severity === 'error', 'what the message expects'),
};
