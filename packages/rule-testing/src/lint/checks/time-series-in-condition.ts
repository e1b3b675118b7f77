import type { Check, Found } from '../check';
import type { LintRule } from '../lint-folder';
import { inputsOf, isSeries } from '../lint-query';

export const timeSeriesInCondition: Check = {
  id: 'time-series-in-condition',
  severity: 'error',
  reason: 'A condition needs one number a label set; a series over time makes every evaluation an error.',
  mistakes: [
    {
      what: 'a threshold over a range query',
      file: 'alerting/rules.yaml',
      good: '              queryType: instant',
      bad: '              queryType: range',
      at: '              refId: lines',
    },
    {
      what: 'a query that is instant by nothing but hope',
      file: 'alerting/rules.yaml',
      good: '              instant: true',
      bad: '              interval: 30s',
      at: '              refId: up',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

function findInRule({ condition, queries }: LintRule): Found[] {
  if (condition === undefined || !isSeries(condition, queries)) return [];
  const chain = [condition, ...queries.filter(({ refId }) => inputsOf(condition).includes(refId))];
  const query = queries.find(
    (candidate) => candidate.expression === undefined && isSeries(candidate, queries) && reaches(candidate.refId),
  );
  const at = query ?? chain.at(-1) ?? condition;
  const fix =
    at.source === 'postgres'
      ? '`format: table`, or a reduce between the query and the condition'
      : at.source === 'loki'
        ? '`queryType: instant` in the model, or a reduce between the query and the condition'
        : '`instant: true` in the model, or { type: reduce, reducer: last } between the query and the condition';
  return [
    {
      at: at.model ?? at.node,
      message: `${at.refId} is a series over time and reaches the condition ${condition.refId} unreduced`,
      fix,
    },
  ];

  function reaches(refId: string, from = condition, depth = 0): boolean {
    if (from === undefined || depth > queries.length) return false;
    if (from.refId === refId) return true;
    return inputsOf(from).some((input) =>
      reaches(
        refId,
        queries.find((candidate) => candidate.refId === input),
        depth + 1,
      ),
    );
  }
}
