import { walk, type VectorSelector } from '@firedrill/promql';
import type { Check, Found } from '../check';
import type { LintQuery } from '../lint-query';

export const unescapedDot: Check = {
  id: 'unescaped-dot',
  severity: 'warning',
  reason: 'A dot in a regular expression is any character: api.shop is matched by api-shop too.',
  mistakes: [
    { what: 'a host name as expression', file: 'alerting/rules.yaml', good: 'api\\\\.shop|web', bad: 'api.shop|web' },
  ],
  find: ({ rules }) => rules.flatMap(({ queries }) => queries.flatMap(findInQuery)),
};

/** A dot between letters that nothing repeats, as in a host name; `5..` and `.*` are meant. */
const HOST_DOT = /[a-z0-9]\.[a-z][a-z]/i;

function findInQuery({ promql, model }: LintQuery): Found[] {
  const at = model?.get('expr');
  if (promql === undefined || at === undefined) return [];
  const selectors: VectorSelector[] = [];
  walk(promql, (node) => {
    if (node.kind === 'vectorSelector') selectors.push(node);
  });
  return selectors
    .flatMap(({ matchers }) => matchers)
    .filter(({ operator, value }) => operator.endsWith('~') && HOST_DOT.test(value.replaceAll('\\.', '')))
    .map(({ name, value }) => ({
      at,
      message: `the dot in ${name}=~"${value}" matches any character`,
      fix: 'write \\\\. for a dot',
    }));
}
