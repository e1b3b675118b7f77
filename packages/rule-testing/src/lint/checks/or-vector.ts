import { walk, type Expr } from '@firedrill/promql';
import type { Check, Found } from '../check';
import type { LintQuery } from '../lint-query';

export const orVector: Check = {
  id: 'or-vector',
  severity: 'warning',
  reason: '`or vector(0)` answers 0 where nothing is measured: a target that is gone looks healthy.',
  mistakes: [
    {
      what: 'an answer for silence',
      file: 'alerting/rules.yaml',
      good: '/ sum by (service) (rate(http_requests_total[5m]))',
      bad: '/ sum by (service) (rate(http_requests_total[5m])) or vector(0)',
    },
  ],
  find: ({ rules }) => rules.flatMap(({ queries }) => queries.flatMap(findInQuery)),
};

function findInQuery({ promql, model }: LintQuery): Found[] {
  const at = model?.get('expr');
  if (promql === undefined || at === undefined) return [];
  const found: Found[] = [];
  walk(promql, (node: Expr) => {
    if (node.kind !== 'binary' || node.operator !== 'or' || node.right.kind !== 'call' || node.right.name !== 'vector')
      return;
    found.push({
      at,
      message: '`or vector(…)` hides that nothing is measured',
      fix: '`noDataState: OK` says that silence is fine',
    });
  });
  return found;
}
