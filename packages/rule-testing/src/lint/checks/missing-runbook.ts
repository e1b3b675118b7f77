import type { Check } from '../check';
import { textsOf } from '../lint-folder';

export const missingRunbook: Check = {
  id: 'missing-runbook',
  severity: 'warning',
  reason: 'A runbook that is not there is found missing at night, by who needs it.',
  mistakes: [
    {
      what: 'a file that does not exist',
      file: 'alerting/rules.yaml',
      good: "          summary: '{{ $labels.job }} does not answer'",
      bad: "          summary: '{{ $labels.job }} does not answer'\n          runbook_url: runbooks/service-down.md",
      at: 'runbooks/service-down.md',
    },
  ],
  find: ({ rules, hasFile }) =>
    rules.flatMap((rule) =>
      textsOf(rule, 'annotations')
        .filter(([name]) => name === 'runbook_url')
        .flatMap(([, at]) => {
          const path = (at.source ?? '').replace(/#.*$/, '');
          if (!RELATIVE_FILE.test(path) || hasFile(path)) return [];
          const message = `there is no file ${path}, seen from the provisioning folder or any folder above it`;
          return [{ at, message, fix: 'the path of a runbook in this repository, or a whole address' }];
        }),
    ),
};

/** An address, a template or a variable is not looked for. */
const RELATIVE_FILE = /^(?![a-z][a-z0-9+.-]*:|\/)[^{}$?]+\.\w+$/i;
