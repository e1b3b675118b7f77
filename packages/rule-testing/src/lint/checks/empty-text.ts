import type { Check, Found } from '../check';
import { textsOf, type LintRule } from '../lint-folder';
import { inputsOf, isSeries } from '../lint-query';
import { labelsIn, valuesIn } from '../template-names';

export const emptyText: Check = {
  id: 'empty-text',
  severity: 'error',
  reason: 'A text that reads a value or a label that does not exist at that point says nothing, or `[no value]`.',
  mistakes: [
    {
      what: 'the value of a series over time',
      file: 'alerting/rules.yaml',
      good: '{{ $values.ratio.Value | humanizePercentage }}',
      bad: '{{ $values.errors.Value | humanizePercentage }}',
    },
    {
      what: 'the input of a classic condition',
      file: 'alerting/rules.yaml',
      good: "summary: '{{ $values.B0.Value }} products are low'",
      bad: "summary: '{{ $values.stock.Value }} products are low'",
    },
    {
      what: 'a label behind a classic condition, which drops all',
      file: 'alerting/rules.yaml',
      good: "summary: '{{ $values.B0.Value }} products are low'",
      bad: "summary: '{{ $labels.product }} is low'",
    },
    {
      what: 'a refId that the rule does not have',
      file: 'alerting/rules.yaml',
      good: '{{ $values.lines.Value }}',
      bad: '{{ $values.A.Value }}',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

/** Labels that every instance has. */
const SYSTEM = ['alertname', 'grafana_folder'];

function findInRule(rule: LintRule): Found[] {
  const { condition, queries } = rule;
  if (condition === undefined) return [];
  const isClassic = condition.expression === 'classic_conditions';
  const numbers = queries.filter((query) => !isSeries(query, queries)).map(({ refId }) => refId);
  const matches = isClassic ? inputsOf(condition).map((_, index) => `${condition.refId}${index}`) : [];
  const known = isClassic ? [] : numbers;
  const there = isClassic ? `${condition.refId}0, ${condition.refId}1 …` : numbers.join(', ');
  return [...textsOf(rule, 'annotations'), ...textsOf(rule, 'labels')].flatMap(([, node]): Found[] => {
    const text = node.source ?? '';
    const values = valuesIn(text)
      .filter((name) => !known.includes(name) && !(isClassic && (matches.includes(name) || /^\D+\d+$/.test(name))))
      .map((name) => ({
        at: node,
        message: `$values.${name} has no value in this text`,
        fix: `the values here are ${there}`,
      }));
    const labels = labelsIn(text)
      .filter((name) => isClassic && !SYSTEM.includes(name))
      .map((name) => ({
        at: node,
        message: `$labels.${name} is empty: classic_conditions drops the labels of its queries`,
        fix: 'reduce and threshold in place of classic_conditions keep them',
      }));
    return [...values, ...labels];
  });
}
