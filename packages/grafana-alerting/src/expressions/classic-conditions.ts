import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { CLASSIC_REDUCERS, type ClassicReducer } from './classic-reducers';
import { labelsOf, type ClassicMatch, type ExpressionValue } from './expression-value';
import type { ExpressionNode, NodeSource } from './node';

type Nullable = number | null;
type JsonObject = Readonly<Record<string, unknown>>;

interface Condition {
  readonly refId: string;
  readonly reduce: ClassicReducer;
  readonly operator: 'and' | 'or';
  readonly holds: (value: Nullable) => boolean;
}

/** What one condition, or several combined, came to. */
interface Outcome {
  readonly firing: boolean;
  readonly noData: boolean;
}

/** Reads a classic_conditions node: one number without labels over all its conditions. */
export function parseClassicConditions({ refId, model }: NodeSource): ExpressionNode {
  const list = model.conditions ?? [];
  if (!Array.isArray(list)) throw new QueryError('check', `conditions must be a list, got ${typeof list}`);
  const conditions = list.map((item, index) => parseCondition(asObject(item), index));
  return {
    refId,
    inputs: [...new Set(conditions.map((condition) => condition.refId))],
    classic: true,
    evaluate: (inputs) => [evaluateConditions(conditions, inputs)],
  };
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

function readName(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseCondition(condition: JsonObject, index: number): Condition {
  const operator = asObject(condition.operator).type;
  if (index > 0 && operator !== 'and' && operator !== 'or') {
    throw new QueryError('check', `condition ${index + 1} operator must be \`and\` or \`or\``);
  }
  const parameters = asObject(condition.query).params;
  const refId: unknown = Array.isArray(parameters) ? parameters[0] : undefined;
  if (typeof refId !== 'string' || refId === '') {
    throw new QueryError('check', `condition ${index + 1} is missing the query RefID argument`);
  }
  const reducer = readName(asObject(condition.reducer).type);
  const reduce = Object.hasOwn(CLASSIC_REDUCERS, reducer) ? CLASSIC_REDUCERS[reducer] : undefined;
  if (reduce === undefined) throw new QueryError('check', `invalid reducer '${reducer}' in condition ${index + 1}`);
  const holds = parseEvaluator(asObject(condition.evaluator));
  return { refId, reduce, operator: operator === 'or' ? 'or' : 'and', holds };
}

const SINGLE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  gt: (value, bound) => value > bound,
  lt: (value, bound) => value < bound,
  eq: (value, bound) => value === bound,
  ne: (value, bound) => value !== bound,
  gte: (value, bound) => value >= bound,
  lte: (value, bound) => value <= bound,
};

/** Over the bounds in ascending order, whichever way round they were written. */
const RANGED: Readonly<Record<string, (value: number, low: number, high: number) => boolean>> = {
  within_range: (value, low, high) => low < value && value < high,
  outside_range: (value, low, high) => value < low || value > high,
  within_range_included: (value, low, high) => low <= value && value <= high,
  outside_range_included: (value, low, high) => value <= low || value >= high,
};

function parseEvaluator(evaluator: JsonObject): (value: Nullable) => boolean {
  const type = readName(evaluator.type);
  const bounds = (Array.isArray(evaluator.params) ? evaluator.params : []).map(Number);
  if (type === 'no_value') return (value) => value === null;
  const single = Object.hasOwn(SINGLE, type) ? SINGLE[type] : undefined;
  if (single !== undefined) {
    const [bound] = bounds;
    if (bound === undefined) throw new QueryError('check', `evaluator '${type}' is missing the threshold parameter`);
    return (value) => value !== null && single(value, bound);
  }
  const ranged = Object.hasOwn(RANGED, type) ? RANGED[type] : undefined;
  if (ranged === undefined) throw new QueryError('check', `evaluator invalid evaluator type: ${type}`);
  const [low, high] = [...bounds].sort((left, right) => left - right);
  if (low === undefined || high === undefined || bounds.length !== 2) {
    throw new QueryError('check', 'ranged evaluator requires 2 parameters');
  }
  return (value) => value !== null && ranged(value, low, high);
}

function evaluateConditions(
  conditions: readonly Condition[],
  inputs: ReadonlyMap<string, readonly ExpressionValue[]>,
): ExpressionValue {
  const matches: ClassicMatch[] = [];
  let combined: Outcome | undefined;
  for (const condition of conditions) {
    const outcome = evaluateCondition(condition, inputs.get(condition.refId) ?? [], matches);
    combined = combined === undefined ? outcome : combine(combined, outcome, condition.operator);
  }
  const value = combined === undefined || combined.noData ? null : Number(combined.firing);
  return { kind: 'number', labels: Labels.EMPTY, value, matches };
}

/** From left to right without precedence, no data beside firing. */
function combine(left: Outcome, right: Outcome, operator: 'and' | 'or'): Outcome {
  return operator === 'or'
    ? { firing: left.firing || right.firing, noData: left.noData || right.noData }
    : { firing: left.firing && right.firing, noData: left.noData && right.noData };
}

/** Tries every value of the input; those that satisfy the evaluator join the matches. */
function evaluateCondition(condition: Condition, values: readonly ExpressionValue[], matches: ClassicMatch[]): Outcome {
  const reduced = values.map((value) => ({ value, number: reduceInput(value, condition.reduce) }));
  const tried = reduced.length > 0 ? reduced : [{ value: undefined, number: null }];
  let firing = false;
  let withoutData = 0;
  for (const { value, number } of tried) {
    if (condition.holds(number)) {
      firing = true;
      matches.push({
        metric: nameOf(value),
        labels: value === undefined ? Labels.EMPTY : labelsOf(value),
        value: number,
      });
    } else if (number === null) withoutData += 1;
  }
  const noData = withoutData === tried.length;
  if (noData) matches.push({ metric: 'NoData', labels: Labels.EMPTY, value: null });
  return { firing, noData };
}

function nameOf(value: ExpressionValue | undefined): string {
  return value?.kind === 'series' || value?.kind === 'number' ? (value.name ?? '') : '';
}

/** Series are reduced; numbers stand for themselves, whatever the reducer. */
function reduceInput(value: ExpressionValue, reduce: ClassicReducer): Nullable {
  if (value.kind === 'series') return reduce(value.points.map(([, point]) => point));
  return value.kind === 'number' ? value.value : null;
}
