import { buildGraph } from '@firedrill/grafana-alerting';
import { QueryError } from '@firedrill/query-core';
import type { Check, Found } from '../check';
import type { LintRule } from '../lint-folder';

export const brokenExpression: Check = {
  id: 'broken-expression',
  severity: 'error',
  reason: 'An expression that Grafana cannot read makes every evaluation of the rule an error.',
  mistakes: [
    {
      what: 'a threshold without conditions',
      file: 'alerting/rules.yaml',
      good: '              expression: lines\n              conditions: [{ evaluator: { type: gt, params: [10] } }]\n',
      bad: '              expression: lines\n',
      at: 'queryType: instant\n          - refId: breach\n            datasourceUid: __expr__\n            model:\n              refId: breach',
    },
    {
      what: 'a reduce without expression',
      file: 'alerting/rules.yaml',
      good: 'type: reduce, reducer: last, expression: errors',
      bad: 'type: reduce, reducer: last',
    },
    {
      what: 'settings beside the model',
      file: 'alerting/rules.yaml',
      good: "model: { refId: breach, type: math, expression: '$up == 0' }",
      bad: "model: { refId: breach, type: math }\n            expression: '$up == 0'",
    },
    {
      what: 'a condition that no refId has',
      file: 'alerting/rules.yaml',
      good: 'title: Low stock\n        condition: breach',
      bad: 'title: Low stock\n        condition: breech',
      at: 'condition: breech',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

function findInRule({ node, rule, queries }: LintRule): Found[] {
  // An empty data source uid has a check of its own.
  if (rule === undefined || queries.some(({ datasourceUid }) => datasourceUid === '')) return [];
  try {
    buildGraph(rule);
    return [];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { message } = error;
    const named = queries.find(
      ({ refId, expression }) => expression !== undefined && new RegExp(`\\b${escape(refId)}\\b`).test(message),
    );
    const isCondition = message.startsWith('condition');
    const at = isCondition ? (node.get('condition') ?? node) : (named?.model ?? named?.node ?? node);
    return [{ at, message, fix: 'everything an expression needs stands in its `model`' }];
  }
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
