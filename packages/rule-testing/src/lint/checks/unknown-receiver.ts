import type { Check } from '../check';
import { loaderFindings } from '../loader-findings';

export const unknownReceiver: Check = {
  id: 'unknown-receiver',
  severity: 'error',
  reason: 'A route to a contact point that does not exist keeps Grafana from starting.',
  mistakes: [
    {
      what: 'a receiver that no file defines',
      file: 'alerting/notifications.yaml',
      good: '      - receiver: on-call\n        object_matchers:',
      bad: '      - receiver: oncall\n        object_matchers:',
    },
  ],
  find: (folder) =>
    loaderFindings(folder, ({ code }) => code === 'unknown-contact-point', 'the name of a contact point'),
};
