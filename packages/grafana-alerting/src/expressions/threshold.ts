import { QueryError } from '@firedrill/query-core';
import { labelsOf, mapNumbers } from './expression-value';
import type { ExpressionNode, NodeSource } from './node';
import { pairValues } from './pair-values';

interface Threshold {
  /** Whether the value is beyond; a range compares its lower bound with one value and its upper bound with another. */
  readonly holds: (value: number, other: number) => boolean;
  readonly isRange: boolean;
}

type Comparison = (value: number, bound: number) => boolean;

const SINGLE: Readonly<Record<string, Comparison>> = {
  gt: (value, bound) => value > bound,
  lt: (value, bound) => value < bound,
  eq: (value, bound) => value === bound,
  ne: (value, bound) => value !== bound,
  gte: (value, bound) => value >= bound,
  lte: (value, bound) => value <= bound,
};

const RANGED: Readonly<
  Record<string, { readonly low: Comparison; readonly high: Comparison; readonly both: boolean }>
> = {
  within_range: { low: (value, bound) => value > bound, high: (value, bound) => value < bound, both: true },
  outside_range: { low: (value, bound) => value < bound, high: (value, bound) => value > bound, both: false },
  within_range_included: { low: (value, bound) => value >= bound, high: (value, bound) => value <= bound, both: true },
  outside_range_included: {
    low: (value, bound) => value <= bound,
    high: (value, bound) => value >= bound,
    both: false,
  },
};

/** Reads a threshold node: 1 where the value is beyond, else 0, with another threshold for what fires already. */
export function parseThreshold(source: NodeSource): ExpressionNode {
  const input = readInput(source);
  const { conditions } = source.model;
  if (conditions !== undefined && !Array.isArray(conditions)) {
    throw new QueryError('check', `conditions must be a list, got ${typeof conditions}`);
  }
  const [condition, ...others] = (conditions ?? []) as readonly unknown[];
  if (condition === undefined || others.length > 0) {
    throw new QueryError('check', 'threshold expression requires exactly one condition');
  }
  const { evaluator, unloadEvaluator } = (condition ?? {}) as Readonly<Record<string, unknown>>;
  const load = parseEvaluator(evaluator);
  const unload = unloadEvaluator == null ? undefined : parseEvaluator(unloadEvaluator);
  if (unload !== undefined && !source.isCondition) {
    throw new QueryError('check', `recovery threshold '${source.refId}' is only allowed to be the alert condition`);
  }
  return {
    refId: source.refId,
    inputs: [input],
    evaluate: (inputs, { loaded, behaviour }) => {
      const values = inputs.get(input) ?? [];
      if (load.isRange && behaviour.rangeThresholdsPair)
        return pairValues(values, values, (x, y) => decide(load, x, y));
      return values.map((value) => {
        const recovers = unload !== undefined && loaded.has(labelsOf(value).key);
        return mapNumbers(
          value,
          recovers ? (number) => invert(decide(unload, number)) : (number) => decide(load, number),
        );
      });
    },
  };
}

/** The refId is taken as it is written: unlike reduce, a `$` stays part of it. */
function readInput({ model, refId }: NodeSource): string {
  const { expression } = model;
  if (expression === undefined) throw new QueryError('check', `no variable specified to reference for refId ${refId}`);
  if (typeof expression === 'string') return expression;
  throw new QueryError(
    'check',
    `expected threshold variable to be a string, got ${typeof expression} for refId ${refId}`,
  );
}

function parseEvaluator(evaluator: unknown): Threshold {
  const { type, params } = (evaluator ?? {}) as Readonly<Record<string, unknown>>;
  const name = typeof type === 'string' ? type : '';
  const bounds = (Array.isArray(params) ? params : []).map((parameter: unknown) => Number(parameter ?? 0));
  const single = Object.hasOwn(SINGLE, name) ? SINGLE[name] : undefined;
  const ranged = Object.hasOwn(RANGED, name) ? RANGED[name] : undefined;
  const [first = 0, second = 0] = bounds;
  if (single !== undefined) {
    requireBounds(name, bounds, 1);
    return { holds: (value) => single(value, first), isRange: false };
  }
  if (ranged === undefined) {
    const known = [...Object.keys(SINGLE), ...Object.keys(RANGED)].join(', ');
    throw new QueryError('check', `expected threshold function to be one of ${known}, got ${name}`);
  }
  requireBounds(name, bounds, 2);
  const { low, high, both } = ranged;
  const holds = (value: number, other: number): boolean =>
    both ? low(value, first) && high(other, second) : low(value, first) || high(other, second);
  return { holds, isRange: true };
}

function requireBounds(name: string, bounds: readonly number[], needed: number): void {
  if (bounds.length >= needed) return;
  throw new QueryError(
    'check',
    `incorrect number of arguments for threshold function '${name}', got ${bounds.length} but need ${needed}`,
  );
}

function decide({ holds }: Threshold, value: number | null, other = value): number | null {
  return value === null || other === null ? null : Number(holds(value, other));
}

function invert(value: number | null): number | null {
  return value === null ? null : 1 - value;
}
