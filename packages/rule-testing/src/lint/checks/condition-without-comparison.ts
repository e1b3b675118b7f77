import type { Check, Found } from '../check';
import type { LintRule } from '../lint-folder';
import { isTruth, passedOn, type LintQuery } from '../lint-query';

export const conditionWithoutComparison: Check = {
  id: 'condition-without-comparison',
  severity: 'error',
  reason: 'A condition fires whenever its value is not 0; without a comparison that is nearly always.',
  mistakes: [
    {
      what: 'a math expression that only calculates',
      file: 'alerting/rules.yaml',
      good: "expression: '$up == 0'",
      bad: "expression: '$up * 100'",
      at: 'title: Service down\n        condition: breach',
    },
    {
      what: 'a reduce as condition',
      file: 'alerting/rules.yaml',
      good: 'title: Error ratio\n        condition: breach',
      bad: 'title: Error ratio\n        condition: ratio',
      at: 'condition: ratio',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

function findInRule({ node, condition, queries }: LintRule): Found[] {
  if (
    condition === undefined ||
    condition.expression === 'threshold' ||
    condition.expression === 'classic_conditions'
  ) {
    return [];
  }
  const measured = passedOn(condition, queries);
  if (isTruth(measured) || measured.expression === 'threshold' || filters(measured)) return [];
  const at = node.get('condition') ?? node;
  const message = `the condition ${condition.refId} compares with nothing: it fires whenever the value is not 0`;
  return [
    {
      at,
      message,
      fix: `add { type: threshold, expression: ${condition.refId}, conditions: [...] } and make it the condition`,
    },
  ];
}

/** Whether a query answers only what is wrong; what an SQL query selects cannot be told from here. */
function filters({ promql, logql, source }: LintQuery): boolean {
  if (source === 'prometheus' && promql !== undefined) {
    if (promql.kind === 'call') return promql.name === 'absent' || promql.name === 'absent_over_time';
    return promql.kind === 'binary' && /^(?:[<>]=?|[=!]=|and|or|unless)$/.test(promql.operator);
  }
  if (source === 'loki' && logql !== undefined) return logql.kind === 'binary' && !/^[-+*/%^]$/.test(logql.operator);
  return source !== undefined;
}
