import { Labels, type Matcher } from '@firedrill/timeseries';
import { unwrapParens, type Expr } from '../../syntax/ast';
import type { Implementation } from './call';

export const absent: Implementation = (call) => {
  if (call.vector(0).length > 0) return [];
  return [{ labels: labelsOfSelector(call.arg(0)), value: 1, dropName: false }];
};

export const absentOverTime: Implementation = (call) => {
  const found: Labels[] = [];
  call.windows(0, (_, labels) => found.push(labels));
  return found.length > 0 ? [] : [{ labels: labelsOfSelector(call.arg(0)), value: 1, dropName: false }];
};

/** What the selector says for certain about the labels that are missing: `=` matchers of labels named once. */
function labelsOfSelector(arg: Expr): Labels {
  const expr = unwrapParens(arg);
  if (expr.kind === 'vectorSelector') return certainLabels(expr.matchers);
  return expr.kind === 'matrixSelector' ? certainLabels(expr.selector.matchers) : Labels.EMPTY;
}

function certainLabels(matchers: readonly Matcher[]): Labels {
  const result: Record<string, string> = {};
  const seen = new Set<string>();
  for (const { name, operator, value } of matchers) {
    if (name === '__name__') continue;
    if (operator === '=' && !seen.has(name) && value !== '') result[name] = value;
    else Reflect.deleteProperty(result, name);
    if (operator === '=') seen.add(name);
  }
  return Labels.of(result);
}
