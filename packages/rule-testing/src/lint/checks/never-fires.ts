import { unwrapParens, type Expr } from '@firedrill/promql';
import type { Check, Found } from '../check';
import type { LintRule } from '../lint-folder';
import { inputsOf, passedOn } from '../lint-query';

export const neverFires: Check = {
  id: 'never-fires',
  severity: 'error',
  reason: 'A comparison in PromQL keeps the value: what passes `x == 0` is 0, and 0 is neither above 0 nor true.',
  mistakes: [
    {
      what: 'a threshold that the filtered value cannot reach',
      file: 'alerting/rules.yaml',
      good: 'up{job=~"api\\\\.shop|web"})\n              instant: true\n          - refId: breach\n            datasourceUid: __expr__\n            model: { refId: breach, type: math, expression: \'$up == 0\' }',
      bad: 'up{job=~"api\\\\.shop|web"}) == 0\n              instant: true\n          - refId: breach\n            datasourceUid: __expr__\n            model: { refId: breach, type: threshold, expression: up, conditions: [{ evaluator: { type: gt, params: [0] } }] }',
    },
  ],
  find: ({ rules }) => rules.flatMap(findInRule),
};

/** Reducers whose result lies between the values. */
const WITHIN = ['last', 'mean', 'min', 'max', 'median'];

function findInRule({ condition, queries }: LintRule): Found[] {
  if (condition === undefined) return [];
  const input =
    condition.expression === 'threshold' ? queries.find(({ refId }) => inputsOf(condition).includes(refId)) : condition;
  if (input === undefined) return [];
  const reducer = input.expression === 'reduce' ? (input.model?.get('reducer')?.source ?? '') : 'last';
  const { promql, refId, model } = passedOn(input, queries);
  const range = promql === undefined || !WITHIN.includes(reducer) ? undefined : valuesOf(promql);
  if (promql?.kind !== 'binary' || range === undefined) return [];
  const evaluator = condition.model?.get('conditions')?.items()[0]?.get('evaluator');
  const bound = Number(evaluator?.get('params')?.items()[0]?.source ?? NaN);
  const type = condition.expression === 'threshold' ? (evaluator?.get('type')?.source ?? '') : 'truth';
  if (canHold(type, bound, range)) return [];
  const asks = type === 'truth' ? 'a condition asks for anything but 0' : `the threshold asks ${type} ${bound}`;
  const message = `${refId} keeps only values ${promql.operator} ${range.bound}, and ${asks}: this never fires`;
  return [
    {
      at: model?.get('expr') ?? condition.node,
      message,
      fix: 'take the comparison out of the query and leave it to the condition',
    },
  ];
}

interface Values {
  readonly low: number;
  readonly high: number;
  readonly bound: number;
}

/** Which values a filtering comparison with a number lets through. */
function valuesOf(expr: Expr): Values | undefined {
  if (expr.kind !== 'binary' || expr.returnBool) return undefined;
  const right = unwrapParens(expr.right);
  if (right.kind !== 'number') return undefined;
  const bound = right.value;
  switch (expr.operator) {
    case '==':
      return { low: bound, high: bound, bound };
    case '<':
    case '<=':
      return { low: -Infinity, high: bound, bound };
    case '>':
    case '>=':
      return { low: bound, high: Infinity, bound };
    default:
      return undefined;
  }
}

function canHold(type: string, threshold: number, { low, high }: Values): boolean {
  switch (type) {
    case 'truth':
      return low !== 0 || high !== 0;
    case 'gt':
      return high > threshold;
    case 'lt':
      return low < threshold;
    default:
      return true;
  }
}
