import type { Check, Found } from '../check';
import type { LintFile } from '../lint-folder';

export const secondDocument: Check = {
  id: 'second-document',
  severity: 'error',
  reason: 'Grafana reads the first YAML document of a file and ignores the others without a word.',
  mistakes: [
    {
      what: 'two documents in one file',
      file: 'alerting/notifications.yaml',
      good: '\npolicies:\n',
      bad: '\n---\npolicies:\n',
      at: '---',
    },
  ],
  find: ({ alertingFiles, dataSourceFiles }) => [...alertingFiles, ...dataSourceFiles].flatMap(findInFile),
};

function findInFile({ name, text }: LintFile): Found[] {
  const lines = text.split(/\r?\n/);
  const content = lines.findIndex((line) => !/^\s*(?:#|$|---|%)/.test(line));
  const marker = lines.findIndex((line, index) => index > content && /^---(?:\s|$)/.test(line));
  if (content < 0 || marker < 0 || lines.slice(marker + 1).every((line) => /^\s*(?:#|$|\.\.\.)/.test(line))) return [];
  const at = { file: name, line: marker + 1, column: 1 };
  return [{ at, message: 'everything from here on is ignored', fix: 'a file of its own for each document' }];
}
