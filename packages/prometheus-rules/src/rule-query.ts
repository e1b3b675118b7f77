import type { Expr, QueryResult } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';

/** A sample of a query's result at the time of the evaluation. */
export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}

/** Evaluates a query at a time in Unix milliseconds. */
export type RuleQuery = (query: string | Expr, atMs: number) => QueryResult;

/** The samples of a vector, a scalar as one without labels. Throws QueryError. */
export function querySamples(query: RuleQuery, expr: string | Expr, atMs: number): readonly RuleSample[] {
  const result = query(expr, atMs);
  if (!result.ok) throw result.error;
  const { value } = result;
  if (value.type === 'vector') return value.samples;
  if (value.type === 'scalar') return [{ labels: Labels.EMPTY, value: value.value }];
  throw new QueryError('execution', 'expected a vector or a scalar as the result of a rule');
}
