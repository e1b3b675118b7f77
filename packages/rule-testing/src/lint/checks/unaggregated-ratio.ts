import { unwrapParens, walk, type BinaryExpr, type Expr, type VectorSelector } from '@firedrill/promql';
import type { Check, Found } from '../check';
import type { LintQuery } from '../lint-query';

export const unaggregatedRatio: Check = {
  id: 'unaggregated-ratio',
  severity: 'error',
  reason: 'A division pairs series with equal labels: failed requests are divided by themselves and give 100 %.',
  mistakes: [
    {
      what: 'a ratio of two rates of one metric, series by series',
      file: 'alerting/rules.yaml',
      good: 'sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))',
      bad: 'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m])',
    },
  ],
  find: ({ rules }) => rules.flatMap(({ queries }) => queries.flatMap(findInQuery)),
};

function findInQuery({ promql, model }: LintQuery): Found[] {
  const at = model?.get('expr');
  if (promql === undefined || at === undefined) return [];
  const found: Found[] = [];
  walk(promql, (node) => {
    if (node.kind !== 'binary' || node.operator !== '/' || !isSelfDivision(node)) return;
    const message = 'both sides of this division are the same metric and neither is aggregated: the result is always 1';
    found.push({ at, message, fix: 'sum by (…) (rate(…)) on both sides' });
  });
  return found;
}

function isSelfDivision({ left, right }: BinaryExpr): boolean {
  const above = selectorOf(left);
  const below = selectorOf(right);
  if (above?.name === undefined || above.name !== below?.name) return false;
  return above.matchers.length > below.matchers.length;
}

/** The selector that a chain of functions of one series reads; undefined behind an aggregation. */
function selectorOf(expr: Expr): VectorSelector | undefined {
  const inner = unwrapParens(expr);
  if (inner.kind === 'vectorSelector') return inner;
  if (inner.kind === 'matrixSelector') return inner.selector;
  const [argument, ...others] = inner.kind === 'call' ? inner.args : [];
  return argument === undefined || others.length > 0 ? undefined : selectorOf(argument);
}
