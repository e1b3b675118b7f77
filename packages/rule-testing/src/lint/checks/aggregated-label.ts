import type { Check, Found } from '../check';
import { keptLabels } from '../kept-labels';
import { textsOf, type LintRule } from '../lint-folder';
import { labelsIn } from '../template-names';

export const aggregatedLabel: Check = {
  id: 'aggregated-label',
  severity: 'error',
  reason: 'An aggregation drops every label that it does not name: a text that reads one is empty there.',
  mistakes: [
    {
      what: 'a label that the sum does not keep',
      file: 'alerting/rules.yaml',
      good: '{{ $labels.service }} logs errors',
      bad: '{{ $labels.instance }} logs errors',
    },
    {
      what: 'a label behind min by (job)',
      file: 'alerting/rules.yaml',
      good: '{{ $labels.job }}',
      bad: '{{ $labels.instance }}',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

function findInRule(rule: LintRule): Found[] {
  const queries = rule.queries.filter(({ expression }) => expression === undefined);
  const isClassic = rule.queries.some(({ expression }) => expression === 'classic_conditions');
  const kept = queries.map(keptLabels);
  if (isClassic || kept.length === 0 || kept.includes(undefined)) return [];
  const known = new Set(['alertname', 'grafana_folder', ...kept.flatMap((names) => [...(names ?? [])])]);
  return [...textsOf(rule, 'annotations'), ...textsOf(rule, 'labels')].flatMap(([, at]) =>
    // A text that asks whether the label is there knows that it may not be.
    (/\{\{-?\s*(?:if|with)\b/.test(at.source ?? '') ? [] : labelsIn(at.source ?? ''))
      .filter((name) => !known.has(name))
      .map((name) => ({
        at,
        message: `$labels.${name} is empty: the queries of this rule keep ${[...known].slice(2).join(', ') || 'no labels'}`,
        fix: `add ${name} to the \`by\` of the aggregation, or take it out of the text`,
      })),
  );
}
