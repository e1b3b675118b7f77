import type { Check, Found } from '../check';
import { textsOf, type LintRule } from '../lint-folder';
import { inputsOf, isTruth } from '../lint-query';
import { valuesIn } from '../template-names';

export const truthInText: Check = {
  id: 'truth-in-text',
  severity: 'error',
  reason: 'A threshold or a comparison gives 1 or 0: a text that prints it says "offline for 1 seconds".',
  mistakes: [
    {
      what: 'the value of the threshold',
      file: 'alerting/rules.yaml',
      good: '{{ $values.lines.Value }}',
      bad: '{{ $values.breach.Value }}',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

function findInRule(rule: LintRule): Found[] {
  const { queries } = rule;
  return [...textsOf(rule, 'annotations'), ...textsOf(rule, 'labels')].flatMap(([, node]) =>
    valuesIn(node.source ?? '').flatMap((name): Found[] => {
      const query = queries.find(({ refId }) => refId === name);
      if (query === undefined || !isTruth(query)) return [];
      const [measured = 'the query'] = inputsOf(query);
      const message = `$values.${name} is 1 or 0, the answer of a comparison, not what was measured`;
      return [{ at: node, message, fix: `$values.${measured} holds the measured value` }];
    }),
  );
}
