import { formatFloat } from '@firedrill/go-template';
import type { Labels } from '@firedrill/timeseries';
import type { Behaviour } from '../behaviour';
import type { NodeOutcomes } from './evaluate-nodes';
import { containsLabels, labelsOf, type ExpressionValue } from './expression-value';
import type { Graph } from './graph';

/** A value that templates see under a name: a node's refId, or `B0`, `B1`, … for the matches of a classic condition. */
export interface Capture {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number | null;
  /** Only for the matches of a classic condition. */
  readonly metric?: string;
}

/** The numbers of all nodes whose labels fit those of a condition's value. */
export function captureValues(
  value: ExpressionValue,
  graph: Graph,
  outcomes: NodeOutcomes,
  behaviour: Behaviour,
): readonly Capture[] {
  if (value.kind === 'number' && value.matches !== undefined) {
    return value.matches.map((match, index) => ({ name: `${graph.condition}${index}`, ...match }));
  }
  const owners = new Map<readonly ExpressionValue[], string>();
  const refIds = [...outcomes.keys()].sort();
  return refIds.flatMap((refId) => {
    const outcome = outcomes.get(refId);
    if (outcome?.ok !== true) return [];
    // A math node that is only a variable shares that node's frames, and with them its name.
    const name = owners.get(outcome.values) ?? refId;
    owners.set(outcome.values, name);
    return fittingCaptures(name, outcome.values, labelsOf(value), behaviour.exactCapturesFirst);
  });
}

function fittingCaptures(
  name: string,
  values: readonly ExpressionValue[],
  labels: Labels,
  exactFirst: boolean,
): readonly Capture[] {
  const exact = exactFirst ? numbersByKey(values).get(labels.key) : undefined;
  if (exact !== undefined) return [{ name, labels: labelsOf(exact), value: exact.value }];
  return values.flatMap((value) => {
    const own = labelsOf(value);
    if (!isNumber(value) || (!containsLabels(own, labels) && !containsLabels(labels, own))) return [];
    return [{ name, labels: own, value: value.value }];
  });
}

type NumberLike = Extract<ExpressionValue, { readonly value: number | null }>;

function isNumber(value: ExpressionValue): value is NumberLike {
  return value.kind === 'number' || value.kind === 'scalar';
}

const indexes = new WeakMap<readonly ExpressionValue[], ReadonlyMap<string, NumberLike>>();

/** The first number of each label set; made once for all instances of an evaluation. */
function numbersByKey(values: readonly ExpressionValue[]): ReadonlyMap<string, NumberLike> {
  let index = indexes.get(values);
  if (index === undefined) {
    const numbers = values.filter(isNumber).reverse();
    indexes.set(values, (index = new Map(numbers.map((value) => [labelsOf(value).key, value]))));
  }
  return index;
}

/** The evaluation string that Grafana shows as a rule's value, such as `[ var='B' labels={a=x} value=1.5 ]`. */
export function evaluationString(captures: readonly Capture[]): string {
  return captures
    .map(({ name, metric, labels, value }) => {
      const labelText = [...labels].map(([label, text]) => `${label}=${text}`).join(', ');
      const metricText = metric === undefined ? '' : ` metric='${metric}'`;
      return `[ var='${name}'${metricText} labels={${labelText}} value=${value === null ? 'null' : formatFloat(value, 'g')} ]`;
    })
    .join(', ');
}

/** The condition's value as the API shows it: `1e+00`, several as `C0: 1e+00, C1: 2e+00`, none as the evaluation string. */
export function conditionValueText(condition: string, captures: readonly Capture[]): string {
  const own = captures.filter(({ name }) => name.includes(condition));
  const [first] = own;
  if (first === undefined) return evaluationString(captures);
  const format = (value: number | null): string => formatFloat(value ?? NaN, 'e');
  return own.length === 1 ? format(first.value) : own.map(({ name, value }) => `${name}: ${format(value)}`).join(', ');
}
