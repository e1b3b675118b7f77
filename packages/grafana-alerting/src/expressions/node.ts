import { QueryError } from '@firedrill/query-core';
import type { Behaviour } from '../behaviour';
import type { ExpressionValue } from './expression-value';

/** What an expression node is read from. */
export interface NodeSource {
  readonly refId: string;
  readonly model: Readonly<Record<string, unknown>>;
  /** The time range of the node in seconds before the evaluation, for resample. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** The rule's condition: only it may have a recovery threshold. */
  readonly isCondition: boolean;
}

/** What an expression may ask beside the values of its inputs. */
export interface EvaluationContext {
  readonly nowMs: number;
  /** The keys of the result labels that fire already, for a recovery threshold. */
  readonly loaded: ReadonlySet<string>;
  readonly behaviour: Behaviour;
}

/** A checked expression, ready to be evaluated again and again. */
export interface ExpressionNode {
  readonly refId: string;
  readonly inputs: readonly string[];
  /** A classic condition takes data source queries only, and nothing may take it. */
  readonly classic?: true;
  evaluate(
    inputs: ReadonlyMap<string, readonly ExpressionValue[]>,
    context: EvaluationContext,
  ): readonly ExpressionValue[];
}

/** The node's `expression`, the refId it works on; a `$` in front is dropped, as reduce and resample do. */
export function readReference({ model }: NodeSource, purpose: string): string {
  const { expression } = model;
  if (expression === undefined) {
    throw new QueryError(
      'check',
      `no expression ID is specified ${purpose}. Must be a reference to an existing query or expression`,
    );
  }
  if (typeof expression !== 'string') {
    throw new QueryError('check', `expression ID is expected to be a string, got ${typeof expression}`);
  }
  return expression.replace(/^\$/, '');
}
