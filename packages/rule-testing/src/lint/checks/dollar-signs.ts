import type { Check, Found } from '../check';
import type { LintRule } from '../lint-folder';
import { loaderFindings } from '../loader-findings';

export const dollarSigns: Check = {
  id: 'dollar-signs',
  severity: 'error',
  reason: 'Labels are expanded from the environment, so a template needs `$$` there; annotations and models are not.',
  mistakes: [
    {
      what: 'two dollars in an annotation',
      file: 'alerting/rules.yaml',
      good: '{{ $labels.job }}',
      bad: '{{ $$labels.job }}',
    },
    {
      what: 'one dollar in a label',
      file: 'alerting/rules.yaml',
      good: "          severity: warning\n        annotations:\n          summary: '{{ $labels.service }}",
      bad: "          severity: '{{ $labels.level }}'\n        annotations:\n          summary: '{{ $labels.service }}",
    },
    {
      what: 'an environment variable in a model',
      file: 'alerting/rules.yaml',
      good: '{app="shop"}',
      bad: '{app="${APP}"}',
    },
  ],
  find: (folder) => [
    ...loaderFindings(folder, ({ code = '' }) => code === 'escaped-dollar' || code === 'unescaped-dollar', ''),
    ...folder.rules.flatMap(findInModels),
  ],
};

function findInModels({ queries }: LintRule): Found[] {
  return queries.flatMap(({ model, expression }) =>
    (expression === undefined ? ['expr', 'rawSql'] : []).flatMap((key): Found[] => {
      const at = model?.get(key);
      const [, name] = /\$\{(?!__)([A-Z][A-Z0-9_]*)\}/.exec(at?.source ?? '') ?? [];
      if (at === undefined || name === undefined) return [];
      const message = `\${${name}} stays as it is: models are not expanded from the environment`;
      return [{ at, message, fix: 'write the value itself' }];
    }),
  );
}
